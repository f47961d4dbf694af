import { env } from 'node:process';
import { afterEach, expect, it } from 'vitest';
import { AIRBYTE_STREAMS, firstSyncMinutes } from '../../bench/lib/planning.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { Connector } from '../support/connector.ts';
import { useVirtualTime } from '../support/virtual-time.ts';

useVirtualTime();

const MINUTE_MS = 60_000;
const CALLS_PER_MINUTE = 1_000;
/** The first row of the table in docs/performance.md; in the short form, half of it. */
const COUNT = env.LONG === '1' ? 10_000 : 5_000;
const WORKSPACE = { contacts: COUNT, conversations: COUNT, callsPerContact: 0.075 };
const WHOLE = { start_date: '2010-01-01T00:00:00Z' };

let sandbox: Sandbox;
afterEach(() => sandbox.close());

it('a first sync takes as long as docs/performance.md says', { timeout: 300_000 }, async () => {
  sandbox = await startSandbox({
    sizes: { contacts: WORKSPACE.contacts, conversations: WORKSPACE.conversations, partsPerConversation: 1 },
    rateLimit: { perWindow: Math.floor(CALLS_PER_MINUTE / 6) },
    latencyMs: (path) => (path.endsWith('/search') ? 500 : 200),
  });
  const outcome = await new Connector(sandbox, { config: WHOLE }).read(AIRBYTE_STREAMS, 'incremental');
  expect(outcome.exitCode).toBe(0);
  const ratio = outcome.tookMs / MINUTE_MS / firstSyncMinutes(WORKSPACE, CALLS_PER_MINUTE);
  expect(ratio).toBeGreaterThan(0.95);
  expect(ratio).toBeLessThan(1.05);
});
