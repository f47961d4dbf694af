import type { Gap } from '../../progress/progress.ts';

/**
 * A gap is worth a reader of its own from this many pages on. A split costs half a page: the last page of a part mostly
 * reaches beyond it. So all splits together cost about one call in a hundred.
 */
export const PAGES_PER_GAP = 50;
const RECORDS_PER_PAGE = 150;

/** How many readers, up to `most`, a search of this many records is worth. */
export function readersFor(records: number, most: number): number {
  return Math.max(1, Math.min(most, Math.ceil(records / (PAGES_PER_GAP * RECORDS_PER_PAGE))));
}

export interface Cuts {
  /** Nothing is older than this second, so a cut before it would make an empty gap. 0 when that is not known. */
  readonly earliest: number;
  /**
   * Moves a cut back to the nearest second at which the API can separate two gaps, such as the start of a day. Takes
   * fractions of a second.
   */
  edge(seconds: number): number;
}

/** Cuts a gap into up to `parts` of about equal length, ascending, without overlap or hole. */
export function split({ from, to }: Gap, parts: number, { edge, earliest }: Cuts): readonly Gap[] {
  const start = Math.max(from, earliest);
  const cuts = Array.from({ length: parts - 1 }, (_, index) => edge(start + ((index + 1) * (to - start)) / parts));
  const inside = [...new Set(cuts)].filter((cut) => cut > from && cut < to);
  const edges = [from, ...inside, to];
  return edges.slice(1).map((end, index) => ({ from: edges[index] ?? from, to: end }));
}
