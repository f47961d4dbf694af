import { closest, distance } from 'fastest-levenshtein';

/**
 * The known name that a mistyped one most likely stands for; undefined when none is near. Case, and whether words are
 * joined by `-`, `_` or a space, make no difference.
 */
export function nearest(typed: string, known: readonly string[]): string | undefined {
  const byPlainForm = new Map(known.map((name) => [plain(name), name]));
  if (byPlainForm.size === 0 || typed.length > LONGEST) return undefined;
  const word = plain(typed);
  const name = closest(word, [...byPlainForm.keys()]);
  const isNear = distance(word, name) <= Math.max(1, Math.floor(name.length / 4)) || letters(word) === letters(name);
  return isNear ? byPlainForm.get(name) : undefined;
}

/** As {@link nearest}, as a sentence to append to a message; empty when no name is near. */
export function didYouMean(typed: string, known: readonly string[]): string {
  const name = nearest(typed, known);
  return name === undefined ? '' : ` Did you mean ${name}?`;
}

/** No name is longer, and the distance of long texts takes long to compute. */
const LONGEST = 200;

/** Equal for words that differ only in the order of their letters, which the distance counts as two changes or more. */
function letters(word: string): string {
  return [...word].sort().join('');
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[-\s]/g, '_');
}
