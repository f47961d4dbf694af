import { afterAll, beforeEach, expect, it } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { toSeconds } from '../../src/walks/walk.ts';
import { Connector } from '../support/connector.ts';

const sizes = { deleted_conversations: 400, macros: 400, calls: 90, articles: 20 };
/** Hours that have passed since the sandbox was opened. */
let hours = 0;
const sandbox = await startSandbox({ sizes, now: () => Math.floor(Date.now() / 1000) + hours * 3_600 });
const connector = new Connector(sandbox);
const config = { start_date: '2000-01-01T00:00:00Z' };

beforeEach(() => sandbox.calls.clear());
afterAll(() => sandbox.close());

/** Unix seconds before which two thirds of the times lie. */
function lateTime(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor((times.length * 2) / 3)] ?? 0;
}

function stateOf(name: string, state: object): object {
  return { type: 'STREAM', stream: { stream_descriptor: { name }, stream_state: state } };
}

it('macros of an incremental sync are asked for by time, and their state has seconds', async () => {
  const times = [...sandbox.truth('macros')].map(({ updated_at }) => toSeconds(updated_at));
  const cursor = lateTime(times);
  const state = [stateOf('macros', { updated_at: String(cursor) })];
  const outcome = await connector.read(['macros'], 'incremental', { config, state });

  const from = cursor - 15 * 60;
  expect(outcome.rows('macros')).toHaveLength(times.filter((time) => time >= from).length);
  expect(outcome.rows('macros')[0]?.updated_at).toMatch(/^\d{4}-\d\d-\d\dT/);
  expect(outcome.lastState('macros').updated_at).toMatch(/^\d{10}$/);
  for (const { query } of sandbox.calls.all('/macros')) expect(query).toContain(`updated_since=${from - 1}`);
});

it('a macro that changed in the very second from which a sync reads is not left out', async () => {
  const [macro] = sandbox.truth('macros');
  const cursor = toSeconds(macro?.updated_at) + 15 * 60;
  const state = [stateOf('macros', { updated_at: String(cursor) })];
  const outcome = await connector.read(['macros'], 'incremental', { config, state });

  expect(outcome.column('macros')).toContain(String(macro?.id));
});

it('deleted conversations are read as far back as the range', async () => {
  const times = [...sandbox.truth('deleted_conversations')].map(({ deleted_at }) => Number(deleted_at));
  const cursor = lateTime(times);
  const state = [stateOf('deleted_conversations', { deleted_at: String(cursor) })];
  const outcome = await connector.read(['deleted_conversations'], 'incremental', { config, state });

  expect(outcome.rows('deleted_conversations')).toHaveLength(times.filter((at) => at >= cursor - 15 * 60).length);
  const pages = new Set(sandbox.calls.all('/conversations/deleted').map(({ query }) => query));
  expect(pages.size).toBeLessThan(400 / 60 / 2);
});

it('a conversation that is deleted after a sync comes with the next one', async () => {
  const first = await connector.read(['deleted_conversations'], 'incremental', { config });
  hours += 1;
  const [conversation] = sandbox.truth('conversations');
  sandbox.change.deleteConversation(String(conversation?.id));
  const second = await connector.read(['deleted_conversations'], 'incremental', { config, state: first.lastStates });

  expect(second.column('deleted_conversations')).toEqual([String(conversation?.id)]);
});

it.each(['seconds', 'iso'] as const)('calls whose times are %s have Unix seconds in their rows', async (callTimes) => {
  const truth = new Map([...sandbox.truth('calls')].map((call) => [call.id, call]));
  sandbox.set({ callTimes });
  const outcome = await connector.read(['calls'], 'incremental', { config });
  sandbox.set({ callTimes: 'seconds' });

  expect(outcome.rows('calls')).toHaveLength(90);
  for (const row of outcome.rows('calls')) expect(row).toEqual(truth.get(row.id));
});

it.each(['seconds', 'iso'] as const)(
  'calls whose times are %s are left out where they did not change',
  async (callTimes) => {
    const times = [...sandbox.truth('calls')].map(({ updated_at }) => Number(updated_at));
    const cursor = lateTime(times);
    const state = [stateOf('calls', { updated_at: String(cursor) })];
    sandbox.set({ callTimes });
    const outcome = await connector.read(['calls'], 'incremental', { config, state });
    sandbox.set({ callTimes: 'seconds' });

    expect(outcome.rows('calls')).toHaveLength(times.filter((at) => at >= cursor - 15 * 60).length);
  },
);

it('no article is left out for its age', async () => {
  const outcome = await connector.read(['articles'], 'incremental', {
    config: { start_date: new Date(Date.now() - 86_400_000).toISOString().replace(/\.\d+Z/, 'Z') },
  });

  expect(outcome.rows('articles')).toHaveLength(20);
});

it.each([
  ['plan', /plan does not include \/news\/news_items, .* deselect this stream/],
  [
    'missing',
    /nothing at \/news\/news_items\. The feature may not be part of this workspace\. .* deselect this stream/,
  ],
] as const)(
  'a list that the workspace lacks (%s) ends INCOMPLETE with the reason, never empty',
  async (why, message) => {
    sandbox.set({ lacking: { '/news/*': why } });
    const outcome = await connector.read(['news_items', 'brands'], 'full_refresh', { config });
    sandbox.set({ lacking: {} });

    expect(outcome.exitCode).toBe(1);
    expect([outcome.statuses('news_items').at(-1), outcome.statuses('brands').at(-1)]).toEqual([
      'INCOMPLETE',
      'COMPLETE',
    ]);
    expect(outcome.errors).toMatchObject([
      {
        failure_type: 'config_error',
        message: expect.stringMatching(message),
        stream_descriptor: { name: 'news_items' },
      },
    ]);
  },
);
