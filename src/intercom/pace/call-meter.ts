/** Counts calls: of each walk and of all since the start, and of all in the last minute. */
export class CallMeter {
  readonly #perWalk = new Map<string, number>();
  readonly #perSecond = new Map<number, number>();
  #all = 0;

  /** Calls in all. */
  get all(): number {
    return this.#all;
  }

  /** Counts one call. `nowMs` never goes back. */
  add(walk: string, nowMs: number): void {
    this.#all += 1;
    this.#perWalk.set(walk, this.of(walk) + 1);
    const second = Math.floor(nowMs / 1_000);
    this.#perSecond.set(second, (this.#perSecond.get(second) ?? 0) + 1);
    this.#forget(second - 60);
  }

  /** Calls of one walk since the start. */
  of(walk: string): number {
    return this.#perWalk.get(walk) ?? 0;
  }

  /** Calls of all walks in the last 60 whole seconds. */
  lastMinute(nowMs: number): number {
    this.#forget(Math.floor(nowMs / 1_000) - 60);
    return [...this.#perSecond.values()].reduce((sum, calls) => sum + calls, 0);
  }

  #forget(until: number): void {
    for (const second of this.#perSecond.keys()) {
      if (second > until) return;
      this.#perSecond.delete(second);
    }
  }
}
