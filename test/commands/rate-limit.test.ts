import { afterAll, describe, expect, it } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { Connector } from '../support/connector.ts';

const sandbox = await startSandbox({
  ...{ sizes: { contacts: 900, tickets: 20 }, rateLimit: { perWindow: 100, windowSeconds: 1 } },
});
const connector = new Connector(sandbox);
afterAll(() => sandbox.close());

describe('the rate limit', () => {
  it('R29: a 429 is told as RUNNING with exactly one reason and a reset to come, and the read goes on', async () => {
    sandbox.faults.add({ kind: 'rateLimit', match: { path: '/contacts/search' } });
    const outcome = await connector.read(['contacts', 'tickets'], 'full_refresh');
    expect(outcome.exitCode).toBe(0);
    expect(outcome.reasons.length).toBeGreaterThan(0);
    for (const { status, reasons, emitted_at } of outcome.reasons) {
      expect(status).toBe('RUNNING');
      expect(reasons).toEqual([{ type: 'RATE_LIMITED', rate_limited: { quota_reset: expect.any(Number) } }]);
      const [{ rate_limited } = { rate_limited: {} }] = reasons;
      const reset = Number(Reflect.get(Object(rate_limited), 'quota_reset'));
      expect(reset).toBeGreaterThan(emitted_at);
      expect(reset).toBeLessThan(emitted_at + 60_000);
    }
    for (const name of ['contacts', 'tickets']) expect(outcome.statuses(name).at(-1)).toBe('COMPLETE');
  });

  it('tells nothing of waits that belong to every sync', async () => {
    sandbox.faults.clear();
    const outcome = await connector.read(['tags', 'teams'], 'full_refresh');
    expect(outcome.reasons).toEqual([]);
  });
});
