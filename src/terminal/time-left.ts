/** A walk through a resource that has begun and not ended, as far as it has come. */
export interface Work {
  readonly name: string;
  readonly calls: number;
  readonly records: number;
  /** Records in all; undefined where it is not known. */
  readonly total?: number | undefined;
}

interface Sample {
  readonly atMs: number;
  readonly works: ReadonlyMap<string, Work>;
}

/** The rate of this time counts: long enough for several windows of the rate limit, short enough to follow a change. */
const WINDOW_MS = 60_000;
const SAMPLE_INTERVAL_MS = 1_000;
/** What is measured in less says nothing yet. */
const SHORTEST_MS = 15_000;
const SMALLEST_PART = 0.03;

/**
 * Estimates how long walks will still take, from how far they came in the last minute. Says nothing where the total is
 * not known, or where too little has been read.
 *
 * While the rate limit is what holds the walks back, they have one speed together, and what a walk leaves when it ends
 * goes to the others in proportion.
 */
export class TimeLeft {
  readonly #samples: Sample[] = [];

  /** To be called every second or so with all walks that are under way. */
  observe(works: readonly Work[], nowMs: number): void {
    const last = this.#samples.at(-1);
    if (last !== undefined && nowMs - last.atMs < SAMPLE_INTERVAL_MS) return;
    this.#samples.push({ atMs: nowMs, works: new Map(works.map((work) => [work.name, work])) });
    while ((this.#samples[1]?.atMs ?? nowMs) < nowMs - WINDOW_MS) this.#samples.shift();
  }

  /**
   * The time left in ms for each walk that was last observed and has an estimate. `isLimited`: whether the rate limit is
   * what holds the walks back.
   */
  estimates(isLimited: boolean): ReadonlyMap<string, number> {
    const last = this.#samples.at(-1);
    if (last === undefined) return new Map();
    const paces = [...last.works.values()].map((work) => this.#paceOf(work, last.atMs));
    const together = sum(paces.map(({ callsPerMs }) => callsPerMs));
    const estimates = new Map<string, number>();
    for (const { name, msLeft } of paces) {
      if (msLeft === undefined) continue;
      // What is done of all walks when this one ends, each at its present part of the speed or until its own end.
      const calls = sum(paces.map((other) => other.callsPerMs * Math.min(other.msLeft ?? msLeft, msLeft)));
      estimates.set(name, isLimited && together > 0 ? calls / together : msLeft);
    }
    return estimates;
  }

  /** `msLeft` is what the walk takes at its present speed; undefined where that tells nothing. */
  #paceOf(work: Work, nowMs: number): { readonly name: string; readonly callsPerMs: number; readonly msLeft?: number } {
    const { name, records, total } = work;
    const first = this.#samples.find(({ works }) => works.has(work.name));
    const before = first?.works.get(work.name);
    const elapsedMs = nowMs - (first?.atMs ?? nowMs);
    if (before === undefined || elapsedMs < SHORTEST_MS) return { name, callsPerMs: 0 };
    const callsPerMs = (work.calls - before.calls) / elapsedMs;
    const recordsPerMs = (records - before.records) / elapsedMs;
    const isTelling = total !== undefined && records <= total && records >= total * SMALLEST_PART && recordsPerMs > 0;
    return { name, callsPerMs, ...(isTelling && { msLeft: (total - records) / recordsPerMs }) };
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
