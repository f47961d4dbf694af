const rowsAtMost = 2 ** 22;
const freshAtMost = 20_000;

/** Yields nothing itself: called with each row number in order, it returns false to stop. */
export type Visit = (row: number) => boolean;

/**
 * Row numbers in the order of (time, row number), from either end, starting anywhere. Cheap for a million rows: one
 * sorted array of numbers, and beside it a short one of what has moved since it was sorted.
 */
export class TimeIndex {
  private readonly timeOf: (row: number) => number | undefined;
  private sorted: Float64Array;
  private fresh: number[] = [];
  private freshIsSorted = true;

  /** `timeOf` gives a row's time in Unix seconds now, or undefined for a deleted row. */
  constructor(rows: number, timeOf: (row: number) => number | undefined) {
    this.timeOf = timeOf;
    this.sorted = this.build(rows);
  }

  /** To be called after a row has been added or its time changed. */
  moved(row: number, rows: number): void {
    const time = this.timeOf(row);
    if (time === undefined) return;
    this.fresh.push(keyOf(time, row));
    this.freshIsSorted = false;
    if (this.fresh.length > freshAtMost) this.sorted = this.build(rows);
  }

  /** Visits rows in order, the ones strictly after `after` only. */
  scan(descending: boolean, after: { time: number; row: number } | undefined, visit: Visit): void {
    if (!this.freshIsSorted) this.fresh.sort((a, b) => a - b);
    this.freshIsSorted = true;
    const step = descending ? -1 : 1;
    const start = after && keyOf(after.time, after.row);
    let main = startOf(this.sorted, start, descending);
    let side = startOf(this.fresh, start, descending);
    let last = Number.NaN;
    for (;;) {
      const fromMain = this.sorted[main];
      const fromSide = this.fresh[side];
      if (fromMain === undefined && fromSide === undefined) return;
      const takeMain = fromSide === undefined || (fromMain !== undefined && (fromMain - fromSide) * step <= 0);
      const key = takeMain ? fromMain : fromSide;
      if (takeMain) main += step;
      else side += step;
      if (key === undefined || key === last) continue;
      last = key;
      const row = key % rowsAtMost;
      if (this.timeOf(row) === (key - row) / rowsAtMost && !visit(row)) return;
    }
  }

  private build(rows: number): Float64Array {
    const keys = new Float64Array(rows);
    let count = 0;
    for (let row = 0; row < rows; row++) {
      const time = this.timeOf(row);
      if (time !== undefined) keys[count++] = keyOf(time, row);
    }
    this.fresh = [];
    return keys.subarray(0, count).sort();
  }
}

/** One number that sorts as (time, row): exact below 2^53, that is until 2038 and for four million rows. */
function keyOf(time: number, row: number): number {
  return time * rowsAtMost + row;
}

/** Position of the first key beyond `after` in the direction of travel. */
function startOf(keys: ArrayLike<number>, after: number | undefined, descending: boolean): number {
  if (after === undefined) return descending ? keys.length - 1 : 0;
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const key = keys[middle] ?? Number.POSITIVE_INFINITY;
    if (descending ? key < after : key <= after) low = middle + 1;
    else high = middle;
  }
  return descending ? low - 1 : low;
}
