import type { Body } from '../../intercom/api.ts';
import type { Gap } from '../../progress/progress.ts';
import { timeIn } from '../walk.ts';
import type { TimeField } from './query.ts';

/**
 * Follows the order in which the records of a search come, and says from it how far a gap has been read: from its start
 * when oldest first (ascending), from its end when newest first.
 */
export class TimeOrder {
  readonly field: TimeField;
  readonly isAscending: boolean;
  /** The time of the last record in order; infinite before the first. */
  #lastTime: number;
  /** The records with exactly that time. */
  #lastKeys = new Set<unknown>();
  #isKept = true;
  /** Two records had different times. As long as all are equal, a server that ignores the order looks the same. */
  #isShown = false;

  constructor(field: TimeField, isAscending: boolean) {
    this.field = field;
    this.isAscending = isAscending;
    this.#lastTime = beforeFirst(isAscending);
  }

  /** False once a record has come out of order. A record without a time counts as one. */
  get isKept(): boolean {
    return this.#isKept;
  }

  observe(records: readonly Body[]): void {
    for (const record of records) {
      const time = timeIn(record, this.field);
      const isNext = this.isAscending ? time >= this.#lastTime : time <= this.#lastTime;
      if (isNext) this.#add(record, time);
      else this.#isKept = false;
    }
  }

  /** The search starts again by value: the records of the last second, or of the last day, are expected once more. */
  restart(): void {
    this.#lastTime = beforeFirst(this.isAscending);
    this.#lastKeys.clear();
  }

  /** What of a gap is still to be read. It includes the last second, which the end of a page may have split. */
  restOf(gap: Gap): Gap {
    if (this.#isBeyond(gap)) return gap;
    if (this.isAscending) return { ...gap, from: Math.max(gap.from, this.#lastTime) };
    return { ...gap, to: Math.min(gap.to, this.#lastTime + 1) };
  }

  /** True when a record beyond the gap has come, and in an order that proves that nothing of the gap can follow. */
  hasPassed(gap: Gap): boolean {
    return this.#isKept && this.#isShown && this.#isBeyond(gap);
  }

  /** Whether this very record, at this time, is among those of the last second. */
  endedWith(record: Body): boolean {
    return timeIn(record, this.field) === this.#lastTime && this.#lastKeys.has(keyOf(record));
  }

  #add(record: Body, time: number): void {
    if (time !== this.#lastTime) {
      this.#isShown ||= Number.isFinite(this.#lastTime);
      this.#lastKeys.clear();
    }
    this.#lastTime = time;
    this.#lastKeys.add(keyOf(record));
  }

  #isBeyond({ from, to }: Gap): boolean {
    return this.isAscending ? this.#lastTime >= to : this.#lastTime < from;
  }
}

function beforeFirst(isAscending: boolean): number {
  return isAscending ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

/** The id of a record; without one, everything that it holds. */
function keyOf(record: Body): unknown {
  return record.id ?? JSON.stringify(record);
}
