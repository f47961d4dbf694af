import type { Gap } from '../../progress/progress.ts';
import { type Cuts, PAGES_PER_GAP, readersFor, split } from './gap-split.ts';

export interface Splitting extends Cuts {
  /** The end of the whole range. */
  readonly until: number;
  /** Is told of the parts of a gap that was split, the reader's own first. */
  onSplit(parts: readonly Gap[]): void;
}

/** Where the parts go that a reader gives away. */
export interface Room {
  /** Gaps that may be read at the same time. */
  readonly atOnce: number;
  /** How many more could be read now. */
  free(): number;
  give(gap: Gap): void;
}

/** Gives the later parts of one reader's gap to other readers, while the gap proves big and there is room for them. */
export class GapSharing {
  readonly #room: Room;
  readonly #splitting: Splitting;
  #isFirstPage = true;
  #pagesSinceSplit = 0;

  constructor(room: Room, splitting: Splitting) {
    this.#room = room;
    this.#splitting = splitting;
  }

  /** To be called with each page; `left` is what remains of the gap. Returns where the reader's own part ends. */
  share(left: Gap, total: number | undefined): number {
    this.#pagesSinceSplit += 1;
    const parts = split(left, Math.min(this.#readers(left, total), this.#room.free() + 1), this.#splitting);
    this.#isFirstPage = false;
    const [own, ...others] = parts;
    if (own === undefined || others.length === 0) return left.to;
    for (const part of others) this.#room.give(part);
    this.#pagesSinceSplit = 0;
    this.#splitting.onSplit(parts);
    return own.to;
  }

  /**
   * The first page of the newest gap says how many readers it is worth. In any other gap the count says nothing: it
   * includes all records after the gap. There the later half is given away each time that many pages did not end it.
   */
  #readers({ to }: Gap, total: number | undefined): number {
    const { until } = this.#splitting;
    if (this.#isFirstPage && to === until && total !== undefined) return readersFor(total, this.#room.atOnce);
    return this.#pagesSinceSplit < PAGES_PER_GAP ? 1 : 2;
  }
}
