import { Dice, seedOf } from './dice.ts';

const day = 86_400;
/** Generated rows end this long before the workspace opens, so that a first sync never catches one on the edge. */
const quietSeconds = 3_600;
const bulkEdits = 8;

/**
 * Creation and change times spread over `spanDays` before `openedAt`. About a quarter was never changed, and a tenth was
 * changed by one of a few bulk edits, each of which gave all its rows the same second.
 */
export function spreadTimes(seed: number, kind: string, openedAt: number, spanDays: number) {
  const kindSeed = seedOf(seed, `${kind} times`);
  const end = Math.floor(openedAt) - quietSeconds;
  const span = Math.max(1, Math.floor(spanDays * day) - quietSeconds);
  return (row: number): { created: number; updated: number } => {
    const dice = new Dice(kindSeed, row);
    const created = end - dice.below(span);
    const kindOfChange = dice.unit();
    if (kindOfChange < 0.25) return { created, updated: created };
    if (kindOfChange < 0.35) return { created, updated: Math.max(created, bulkEdit(end, span, dice)) };
    const fraction = kindOfChange < 0.6 ? dice.unit() ** 4 : dice.unit();
    return { created, updated: created + Math.floor(fraction * (end - created)) };
  };
}

/** The latest of the bulk edits touched more rows than all others together. */
function bulkEdit(end: number, span: number, dice: Dice): number {
  const edit = dice.chance(0.7) ? 1 : 1 + dice.below(bulkEdits);
  return end - Math.floor((span * edit) / (bulkEdits * 4));
}
