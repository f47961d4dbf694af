/** A request that has failed, and is going to be sent again or has been. */
export interface PendingRetry {
  /** What went wrong, such as `HTTP 500`. */
  readonly what: string;
  /** The number of the next attempt, from 2 on. */
  readonly attempt: number;
  /** When it is sent, Unix ms by the local clock. */
  readonly atMs: number;
}

/** Knows which requests of each walk are being repeated, until they succeed or are given up. */
export class PendingRetries {
  readonly #byWalk = new Map<string, Map<symbol, PendingRetry>>();

  /** The one of this walk's requests that has failed most often. */
  of(walk: string): PendingRetry | undefined {
    const pending = [...(this.#byWalk.get(walk)?.values() ?? [])];
    return pending.toSorted((one, other) => other.attempt - one.attempt)[0];
  }

  /** For one request: tell it of each retry, and of the end. */
  track(walk: string) {
    const key = Symbol();
    return {
      failed: (retry: PendingRetry) => {
        const ofWalk = this.#byWalk.get(walk) ?? new Map<symbol, PendingRetry>();
        this.#byWalk.set(walk, ofWalk.set(key, retry));
      },
      ended: () => this.#byWalk.get(walk)?.delete(key),
    };
  }
}
