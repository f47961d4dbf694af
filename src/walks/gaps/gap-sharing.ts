import type { Gap } from '../../progress/progress.ts';
import type { GapPool } from './gap-pool.ts';
import { PAGES_PER_GAP, readersFor, split } from './gap-split.ts';

export interface GapSharingOptions {
  readonly pool: GapPool;
  /** Gaps of one walk that are read at the same time, at most. */
  readonly atOnce: number;
  /** The end of the whole range. */
  readonly until: number;
  /** The second from which on there may be anything to find. */
  readonly earliest: number;
  /** Moves a cut to where the search allows one. */
  edge(seconds: number): number;
}

/** Gives the later parts of one reader's gap to other readers, as long as it proves big and there is room for them. */
export class GapSharing {
  readonly #options: GapSharingOptions;
  #pages = 0;
  #pagesSinceSplit = 0;

  constructor(options: GapSharingOptions) {
    this.#options = options;
  }

  /** To be called with each page, with the part of the gap that it left; returns where the reader's own part ends. */
  share(left: Gap, total: number | undefined): number {
    const { pool } = this.#options;
    this.#pages += 1;
    this.#pagesSinceSplit += 1;
    const [own, ...parts] = split(left, Math.min(this.#readers(left, total), pool.room() + 1), this.#options);
    for (const part of parts) pool.give(part);
    if (parts.length > 0) this.#pagesSinceSplit = 0;
    return own?.to ?? left.to;
  }

  /** The API counts all records after a gap's start, so only the newest gap's count is its own. */
  #readers({ to }: Gap, total: number | undefined): number {
    const { until, atOnce } = this.#options;
    if (this.#pages === 1 && to === until && total !== undefined) return readersFor(total, atOnce);
    return this.#pagesSinceSplit < PAGES_PER_GAP ? 1 : 2;
  }
}
