/**
 * The server's clock as its `Date` headers tell it, never ahead of it. A header gives the second in which the answer was
 * written, so each is a lower bound of the server's time on arrival, and the highest bound so far comes close to it.
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

  observe(date: unknown): void {
    const localMs = this.#clock();
    const serverMs = typeof date === 'string' ? Date.parse(date) : Number.NaN;
    if (Number.isFinite(serverMs)) {
      const sinkMs = (localMs - this.#observedAtMs) * maxDrift;
      this.#offsetMs = Math.max(serverMs - localMs, (this.#offsetMs ?? Number.NEGATIVE_INFINITY) - sinkMs);
      this.#observedAtMs = localMs;
    }
    this.#firstAnswerAt ??= Math.floor((Number.isFinite(serverMs) ? serverMs : localMs) / 1_000);
  }

  /** Unix ms by the server's clock; the local clock before any answer. */
  get nowMs(): number {
    return this.#clock() + (this.#offsetMs ?? 0);
  }

  /** Unix seconds: the `Date` of the first answer, the local clock if it had none; undefined before. */
  get firstAnswerAt(): number | undefined {
    return this.#firstAnswerAt;
  }
}

/** How far two clocks part, ms per ms: the bound sinks so fast, else a sync of days would trust an outdated one. */
const maxDrift = 1e-4;
