import { afterEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { Connector } from '../support/connector.ts';
import type { Outcome } from '../support/outcome.ts';
import { useVirtualTime } from '../support/virtual-time.ts';

useVirtualTime();

const PER_WINDOW = 100;
/** What the default share allows of a window. */
const OURS = 95;
const WINDOW_MS = 10_000;
/** Ten windows' worth of calls of `conversation_parts`. */
const CONVERSATIONS = 10 * OURS;
const CHEAP = ['tags', 'admins', 'segments', 'teams'];

let sandbox: Sandbox;
afterEach(() => sandbox.close());

/** When each stream has ended after the start of the sync, in ms. */
async function ends(names: readonly string[], config: object = {}): Promise<(name: string) => number> {
  const sizes = { conversations: CONVERSATIONS, contacts: 3_000, tags: 5, companies: 0, partsPerConversation: 1 };
  sandbox = await startSandbox({ sizes, rateLimit: { perWindow: PER_WINDOW }, latencyMs: 250 });
  const outcome = await new Connector(sandbox, { config }).read(names, 'full_refresh');
  expect(outcome.exitCode).toBe(0);
  return (name) => endOf(outcome, name) - startOf(outcome);
}

function startOf(outcome: Outcome): number {
  return Math.min(...outcome.statusTraces().map(({ emitted_at: at }) => at));
}

function endOf(outcome: Outcome, name: string): number {
  const traces = outcome.statusTraces().filter(({ stream_status: status }) => status.stream_descriptor.name === name);
  return Math.max(...traces.map(({ emitted_at: at }) => at));
}

describe('while the limit is the bound', () => {
  it('cheap streams end within seconds, next to one with a call per record', async () => {
    const endAt = await ends([...CHEAP, 'conversation_parts']);
    for (const name of CHEAP) expect(endAt(name)).toBeLessThan(3_000);
    expect(endAt('conversation_parts')).toBeGreaterThan(6 * WINDOW_MS);
  });

  it('a search with one call after the other is not held up in each window by one with all its calls at once', async () => {
    const names = ['tickets', 'activity_logs', 'companies', 'articles', 'conversations'];
    const alone = await ends(names);
    await sandbox.close();
    const together = await ends([...names, 'conversation_parts']);
    for (const name of names) expect(together(name)).toBeLessThan(alone(name) + 3_000);
  });

  it.each([
    ['of the server', {}, OURS],
    ['of the user', { api_rate_limit: 300 }, 50],
  ])('no call of a limit %s is lost to the turns', async (_name, config, perWindow) => {
    const endAt = await ends(['tags', 'tickets', 'conversation_parts'], config);
    const calls = sandbox.calls.count();
    expect(endAt('conversation_parts')).toBeLessThan((Math.ceil(calls / perWindow) + 0.5) * WINDOW_MS);
  });
});
