import { closest, distance } from 'fastest-levenshtein';

/**
 * The known name that a mistyped one most likely stands for; undefined when none is near. Case, and whether words are
 * joined by `-`, `_` or a space, make no difference.
 */
export function nearest(typed: string, known: readonly string[]): string | undefined {
  const byPlainForm = new Map(known.map((name) => [plain(name), name]));
  if (byPlainForm.size === 0 || typed.length > LONGEST) return undefined;
  const name = closest(plain(typed), [...byPlainForm.keys()]);
  return distance(plain(typed), name) <= tolerance(name) ? byPlainForm.get(name) : undefined;
}

/** As {@link nearest}, as a sentence to append to a message; empty when no name is near. */
export function didYouMean(typed: string, known: readonly string[]): string {
  const name = nearest(typed, known);
  return name === undefined ? '' : ` Did you mean ${name}?`;
}

/** No name is longer, and the distance of long texts takes long to compute. */
const LONGEST = 200;

/** Two letters in the wrong order count as two changes, so that even a short word needs room for two. */
function tolerance(name: string): number {
  return name.length < 4 ? 1 : Math.max(2, Math.floor(name.length / 4));
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[-\s]/g, '_');
}
