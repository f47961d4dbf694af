import { afterAll, describe, expect, it } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { Connector } from '../support/connector.ts';
import type { Outcome } from '../support/outcome.ts';
import { useVirtualTime } from '../support/virtual-time.ts';

useVirtualTime();

const sandbox = await startSandbox({ sizes: { contacts: 900, tickets: 20 } });
const connector = new Connector(sandbox);
afterAll(() => sandbox.close());

function limitsOf(outcome: Outcome) {
  return outcome.statusTraces().filter(({ stream_status: { reasons } }) => reasons !== undefined);
}

describe('the rate limit', () => {
  it('R29: a 429 is told as RUNNING with exactly one reason and a reset to come, and the read goes on', async () => {
    sandbox.faults.add({ kind: 'rateLimit', match: { path: '/contacts/search' } });
    const outcome = await connector.read(['contacts', 'tickets'], 'full_refresh');
    expect(outcome.exitCode).toBe(0);
    const limits = limitsOf(outcome);
    expect(limits.length).toBeGreaterThan(0);
    for (const {
      stream_status: { status, reasons = [] },
      emitted_at,
    } of limits) {
      expect(status).toBe('RUNNING');
      expect(reasons).toEqual([{ type: 'RATE_LIMITED', rate_limited: { quota_reset: expect.any(Number) } }]);
      expect(reasons[0]?.rate_limited.quota_reset).toBeGreaterThan(emitted_at);
      expect(reasons[0]?.rate_limited.quota_reset).toBeLessThan(emitted_at + 60_000);
    }
    for (const name of ['contacts', 'tickets']) expect(outcome.statuses(name).at(-1)).toBe('COMPLETE');
  });

  it('tells nothing of waits that belong to every sync', async () => {
    sandbox.faults.clear();
    const outcome = await connector.read(['tags', 'teams'], 'full_refresh');
    expect(limitsOf(outcome)).toEqual([]);
  });
});
