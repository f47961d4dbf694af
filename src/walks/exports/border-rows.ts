import { createHash } from 'node:crypto';
import type { Body } from '../../intercom/api.ts';

/** How many rows of an overlap are remembered. Of a larger one, some rows are written twice. */
const MOST_ROWS = 100_000;

/**
 * Leaves out the rows that come with two windows, one after the other: it is not documented whether a window includes the
 * seconds at its ends, so they overlap. A row that has changed in between is another one.
 */
export class BorderRows {
  readonly #time: (record: Body) => number;
  #former: ReadonlySet<string> = new Set();
  #latest = Number.NEGATIVE_INFINITY;
  #current = new Set<string>();
  #currentLatest = Number.NEGATIVE_INFINITY;

  /** `time` in Unix seconds. */
  constructor(time: (record: Body) => number) {
    this.#time = time;
  }

  /** A window has been read. */
  next(): void {
    this.#former = this.#current;
    this.#latest = this.#currentLatest;
    this.#current = new Set();
    this.#currentLatest = Number.NEGATIVE_INFINITY;
  }

  /** False for a row that the window before has brought in the same form. `end`: where this window ends, Unix seconds. */
  isNew(record: Body, end: number): boolean {
    const time = this.#time(record);
    const isAtEnd = time >= end - 1;
    const mayRepeat = time <= this.#latest;
    if (!isAtEnd && !mayRepeat) return true;
    const digest = createHash('sha256').update(JSON.stringify(record)).digest('base64');
    if (isAtEnd && this.#current.size < MOST_ROWS) {
      this.#current.add(digest);
      this.#currentLatest = Math.max(this.#currentLatest, time);
    }
    return !this.#former.has(digest);
  }
}
