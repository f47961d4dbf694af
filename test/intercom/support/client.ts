import { type ClientOptions, IntercomClient } from '../../../src/intercom/http/client.ts';

export const token = 'dG9rOnRlc3Q_secret=';

/** A client whose waits take no time: the clock leaps over each. `slept` lists the waits in ms. */
export function makeClient(baseUrl: string, options: Partial<ClientOptions> = {}) {
  const slept: number[] = [];
  let leaptMs = 0;
  const client = new IntercomClient({
    baseUrl,
    token,
    userAgent: 'source-intercom/test',
    rateLimitShare: 95,
    signal: new AbortController().signal,
    clock: () => Date.now() + leaptMs,
    sleep: async (ms, signal) => {
      signal.throwIfAborted();
      slept.push(ms);
      leaptMs += ms;
    },
    random: () => 0.5,
    // Beyond any stall of a busy machine; a test of time-outs has its own.
    attemptMs: 60_000,
    ...options,
  });
  return { client, slept };
}
