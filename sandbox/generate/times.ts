import { Dice, seedOf } from './dice.ts';

const day = 86_400;
/** Generated rows end this long before the workspace opens, so that a first sync never catches one on the edge. */
const quietSeconds = 3_600;
const bulkEdits = 8;

/** What generated times are spread over. */
export interface Span {
  readonly seed: number;
  /** When the workspace was opened, Unix seconds. */
  readonly openedAt: number;
  readonly spanDays: number;
}

/** When a row was made and last changed, Unix seconds. */
export interface Times {
  readonly created: number;
  readonly updated: number;
}

/**
 * Creation and change times spread over the days before the workspace was opened. About a quarter was never changed, and
 * a tenth was changed by one of a few bulk edits, each of which gave all its rows the same second.
 */
export function spreadTimes(span: Span, kind: string): (row: number) => Times {
  const kindSeed = seedOf(span.seed, `${kind} times`);
  const end = lastSecond(span);
  const length = Math.max(1, Math.floor(span.spanDays * day) - quietSeconds);
  return (row) => {
    const dice = new Dice(kindSeed, row);
    const created = end - dice.below(length);
    const kindOfChange = dice.unit();
    if (kindOfChange < 0.25) return { created, updated: created };
    if (kindOfChange < 0.35) return { created, updated: Math.max(created, bulkEdit(end, length, dice)) };
    const fraction = kindOfChange < 0.6 ? dice.unit() ** 4 : dice.unit();
    return { created, updated: created + Math.floor(fraction * (end - created)) };
  };
}

/** ISO text with milliseconds, as macros have it. */
export function isoOf(second: number): string {
  return new Date(second * 1000).toISOString();
}

/** ISO text without milliseconds, as handling events and data connectors have it. */
export function isoSecondOf(second: number): string {
  return isoOf(second).replace('.000Z', 'Z');
}

/** The latest second that a generated row may have. */
export function lastSecond(span: Span): number {
  return Math.floor(span.openedAt) - quietSeconds;
}

/** Any second of the span. */
export function anySecond(span: Span, dice: Dice): number {
  return lastSecond(span) - dice.below(span.spanDays * day);
}

/** The latest of the bulk edits touched more rows than all others together. */
function bulkEdit(end: number, length: number, dice: Dice): number {
  const edit = dice.chance(0.7) ? 1 : 1 + dice.below(bulkEdits);
  return end - Math.floor((length * edit) / (bulkEdits * 4));
}
