/** The time in which a number of calls may be made: the server's current window, or that of the user's own limit. */
export interface Period {
  /** The calls that we may make in it. */
  readonly calls: number;
  /** How many of them are left, without those in flight. */
  readonly left: number;
  /** Unix ms by the local clock. */
  readonly endsAtMs: number;
  readonly lengthMs: number;
}

/** What is left in the last part of a period may be spent at once: a call that arrives after its end is lost to it. */
const OPEN_END = 0.2;

/**
 * Keeps a walk with very many calls from spending a period in its first seconds: all others would wait for the next one,
 * once for each of their pages. While several walks are open, each may spend an equal share of a period whenever it
 * wants. What goes beyond that is let out evenly over the period, so that nothing of it is lost. Has no clock of its own.
 */
export class FairShares {
  readonly #spent = new Map<string, number>();
  #endsAtMs = Number.NEGATIVE_INFINITY;

  /** From when on, in local Unix ms, the walk may make its next call, as far as the other walks are concerned. */
  opensAtMs(walk: string, openWalks: number, period: Period): number {
    this.#begin(period);
    const isWithinShare = (this.#spent.get(walk) ?? 0) < Math.floor(period.calls / openWalks);
    if (openWalks <= 1 || isWithinShare) return Number.NEGATIVE_INFINITY;
    const { calls, left, endsAtMs, lengthMs } = period;
    return endsAtMs - OPEN_END * lengthMs - (1 - OPEN_END) * lengthMs * (left / calls);
  }

  /** Call for each request that goes out. */
  sent(walk: string, period: Period): void {
    this.#begin(period);
    this.#spent.set(walk, (this.#spent.get(walk) ?? 0) + 1);
  }

  #begin({ endsAtMs, lengthMs }: Period): void {
    // The estimate of the server's clock, and with it of the end, moves by less than that.
    if (Math.abs(endsAtMs - this.#endsAtMs) >= lengthMs / 2) this.#spent.clear();
    this.#endsAtMs = endsAtMs;
  }
}
