/** How fast two clocks may drift apart, in ms per ms. Without it, a sync of days would go on with an outdated offset. */
const MAX_DRIFT = 1e-4;

/**
 * The server's clock, estimated from the `Date` headers of its answers, and never ahead of it. A header gives the second
 * in which the answer was written, so on arrival the server's time is at least that. The highest of these lower bounds
 * comes close to the true time.
 */
export class ServerClock {
  readonly #clock: () => number;
  #offsetMs: number | undefined;
  #observedAtMs = 0;
  #firstAnswerAt: number | undefined;

  /** `clock` gives local Unix time in ms. */
  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** Call for each answer, with its `Date` header. */
  observe(date: unknown): void {
    const localMs = this.#clock();
    const serverMs = typeof date === 'string' ? Date.parse(date) : Number.NaN;
    if (Number.isFinite(serverMs)) {
      const driftMs = (localMs - this.#observedAtMs) * MAX_DRIFT;
      this.#offsetMs = Math.max(serverMs - localMs, (this.#offsetMs ?? Number.NEGATIVE_INFINITY) - driftMs);
      this.#observedAtMs = localMs;
    }
    this.#firstAnswerAt ??= Math.floor((Number.isFinite(serverMs) ? serverMs : localMs) / 1_000);
  }

  /** Unix ms by the server's clock; by the local clock before the first answer. */
  get nowMs(): number {
    return this.#clock() + (this.#offsetMs ?? 0);
  }

  /** Unix seconds: the `Date` of the first answer, or the local time if it had none; undefined before it. */
  get firstAnswerAt(): number | undefined {
    return this.#firstAnswerAt;
  }
}
