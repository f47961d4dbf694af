import type { Api } from '../../intercom/api.ts';

/**
 * Searches of one endpoint in flight at the same time, at most. They are slow, and heavy for the server. The bound is for
 * all walks together: `conversation_parts` reads its parents from the same endpoint as `conversations`.
 */
export const SEARCHES_AT_ONCE = 8;

/** By client, so that two clients in one process do not wait for each other. */
const endpoints = new WeakMap<Api, Map<string, Endpoint>>();

/** The search endpoint at `path`, the same for everyone who uses this client. */
export function endpointOf(api: Api, path: string): Endpoint {
  const known = endpoints.get(api) ?? new Map<string, Endpoint>();
  endpoints.set(api, known);
  const endpoint = known.get(path) ?? new Endpoint(SEARCHES_AT_ONCE);
  known.set(path, endpoint);
  return endpoint;
}

/** Lets a bounded number of calls through at the same time, first come, first served. */
export class Endpoint {
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(atOnce: number) {
    this.#free = atOnce;
  }

  /** Makes the call when its turn has come; settles as the call does. */
  async call<T>(send: () => Promise<T>): Promise<T> {
    await this.#enter();
    try {
      return await send();
    } finally {
      this.#leave();
    }
  }

  async #enter(): Promise<void> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free += 1;
    else next();
  }
}
