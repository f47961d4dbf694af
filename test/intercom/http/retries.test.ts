import type { InternalAxiosRequestConfig } from 'axios';
import { AxiosHeaders } from 'axios';
import { describe, expect, it } from 'vitest';
import type { ApiRequest } from '../../../src/intercom/api.ts';
import type { Failure } from '../../../src/intercom/http/failure.ts';
import { retriesOf } from '../../../src/intercom/http/retries.ts';
import { patienceFor } from '../../../src/intercom/http/retry-policy.ts';
import { ExchangeFailed } from '../../../src/intercom/http/send-once.ts';

const config: InternalAxiosRequestConfig = { headers: new AxiosHeaders() };
const overloaded: Failure = { status: 503, code: 'service_unavailable' };
const limited: Failure = { status: 429 };

/** One request whose attempts fail as told; says which were tried again, after which waits, and with which log lines. */
async function attempts(request: Partial<ApiRequest>, ...errors: readonly (Failure | Error)[]) {
  const again: unknown[] = [];
  const sleeps: { ms: number; signal: AbortSignal }[] = [];
  const lines: string[] = [];
  const told: unknown[] = [];
  const { signal } = new AbortController();
  let nowMs = 0;
  const retries = retriesOf(
    { method: 'GET', path: '/tickets', ...request },
    {
      patience: patienceFor.read,
      signal,
      clock: () => nowMs,
      sleep: async (ms, given) => {
        sleeps.push({ ms, signal: given });
        nowMs += ms;
      },
      random: () => 1,
      log: (level, message) => lines.push(`${level}: ${message}`),
      onRetry: (retry) => told.push(retry),
    },
  );
  for (const error of errors) {
    const failed = error instanceof Error ? error : new ExchangeFailed(error, config);
    const isAgain = await retries.retryCondition?.(failed as never);
    again.push(isAgain);
    if (!isAgain) break;
    await retries.onRetry?.(again.length, failed as never, config);
  }
  const waits = sleeps.map(({ ms }) => ms);
  return { again, waits, lines, told, endWithSignal: sleeps.every((one) => one.signal === signal), retries };
}

describe('a request that fails', () => {
  it('is sent again after growing waits, each of which is logged', async () => {
    const { again, waits, lines, endWithSignal } = await attempts({}, overloaded, overloaded);
    expect(again).toEqual([true, true]);
    expect(waits).toEqual([3_000, 9_000]);
    expect(endWithSignal).toBe(true);
    expect(lines).toEqual([
      'info: HTTP 503 service_unavailable: GET /tickets; try 2 in 3.0 s',
      'info: HTTP 503 service_unavailable: GET /tickets; try 3 in 9.0 s',
    ]);
  });

  it.each([
    [{ status: 503, code: 'service_unavailable' }, 'HTTP 503'],
    [{ trouble: 'network', detail: 'ECONNRESET' }, 'ECONNRESET'],
    [{ trouble: 'time-out' }, 'time-out'],
  ] as const)('tells before each retry what happened, which attempt comes and when: %j', async (failure, what) => {
    const { told } = await attempts({}, failure, failure);
    expect(told).toEqual([
      { what, attempt: 2, atMs: 3_000 },
      { what, attempt: 3, atMs: 12_000 },
    ]);
  });

  it('tells nothing of a wait for the rate limit', async () => {
    expect((await attempts({}, limited)).told).toEqual([]);
  });

  it('is sent as often as the patience says, however many tries axios-retry would give it', async () => {
    const { again, retries } = await attempts({}, ...Array.from({ length: 10 }, () => overloaded));
    expect(again).toEqual([true, true, true, true, true, false]);
    expect(retries.retries).toBe(Number.POSITIVE_INFINITY);
  });

  it('is sent as often as the request itself says', async () => {
    expect((await attempts({ attempts: 2 }, overloaded, overloaded)).again).toEqual([true, false]);
  });

  it('is not sent again, nor logged, where that can not help', async () => {
    const { again, waits, lines } = await attempts({}, { status: 404 });
    expect({ again, waits, lines }).toEqual({ again: [false], waits: [], lines: [] });
  });

  it('is not sent again when it moves the server on', async () => {
    expect((await attempts({ once: true }, overloaded)).again).toEqual([false]);
  });

  it('is not sent again after an error that no exchange has brought, such as an abort', async () => {
    expect((await attempts({}, new Error('stop'))).again).toEqual([false]);
  });
});

describe('a request that is answered with 429', () => {
  it('is sent again without a wait of its own, which only the debug log tells', async () => {
    const { again, waits, lines } = await attempts({}, limited);
    expect({ again, waits }).toEqual({ again: [true], waits: [] });
    expect(lines).toEqual(['debug: HTTP 429: GET /tickets; again after the reset']);
  });

  it('is sent again even when it moves the server on, since it has not been taken', async () => {
    expect((await attempts({ once: true }, limited)).again).toEqual([true]);
  });

  it('does not wait as long as after the failure before it', async () => {
    expect((await attempts({}, overloaded, limited)).waits).toEqual([3_000]);
  });
});
