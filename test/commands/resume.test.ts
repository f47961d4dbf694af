import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { INDEX_LAG_SECONDS } from '../../src/progress/progress.ts';
import { toSeconds } from '../../src/walks/walk.ts';
import { Connector, type SyncMode, streams } from '../support/connector.ts';
import { Destination } from '../support/destination.ts';
import { cursorIn, incrementalNames, keyOf, streamNames } from '../support/inputs.ts';
import type { Outcome, Row } from '../support/outcome.ts';
import { differences, rowsIn } from '../support/truth.ts';
import { useVirtualTime } from '../support/virtual-time.ts';
import { dateOf, twoPages } from '../support/workspaces.ts';

useVirtualTime();

const sizes = { ...twoPages, contacts: 180 };
/** Several windows of each kind: export jobs take 30 days, activity logs 91. */
const SPAN_DAYS = 250;
const sandbox = await startSandbox({ sizes, spanDays: SPAN_DAYS, rateLimit: { perWindow: 100_000 } });
/** Earlier than everything in the sandbox. */
const config = { start_date: dateOf(sandbox.now() - (SPAN_DAYS + 100) * 86_400), activity_logs_time_step: 91 };
const connector = new Connector(sandbox, { config });
const resumable = streams.filter(({ walk }) => walk.isResumable).map(({ name }) => name);

beforeEach(() => sandbox.calls.clear());
/** Whatever a read left open expires, and nothing of it is within the overlap of the next. */
afterEach(() => hoursPass(1));
afterAll(() => sandbox.close());

function cursorFieldOf(name: string): string {
  return streams.find((stream) => stream.name === name)?.cursorField ?? '';
}

function hoursPass(hours: number): Promise<void> {
  return sleep(hours * 3_600_000);
}

function read(names: readonly string[], mode: SyncMode, state?: unknown): Promise<Outcome> {
  return connector.read(names, mode, state === undefined ? {} : { state });
}

function keysOf(name: string, rows: readonly Row[]): readonly string[] {
  return rows.map((row) => keyOf(name, row)).toSorted();
}

function truthOf(name: string): readonly string[] {
  return keysOf(name, rowsIn(sandbox, name));
}

/** What the stream's cursor speaks of, by the key of each row; for parts the change of their conversation. */
function changesOf(name: string, rows: readonly Row[]): readonly number[] {
  const { parent } = streams.find((stream) => stream.name === name) ?? {};
  if (parent === undefined) return rows.map((row) => toSeconds(row[cursorFieldOf(name)]));
  const changes = new Map(rowsIn(sandbox, parent.stream).map(({ id, updated_at }) => [id, updated_at]));
  return rows.map((row) => Number(changes.get(row[parent.key])));
}

describe('a second sync', () => {
  it('R42: brings all that has changed, nothing older than the overlap, and a later cursor', async () => {
    const first = await read(incrementalNames, 'incremental');
    await hoursPass(2);
    const changed = sandbox.change.random(60);
    await hoursPass(1);
    const second = await read(incrementalNames, 'incremental', first.lastStates);
    expect([second.exitCode, second.errors]).toEqual([0, []]);
    expect(Object.values(changed).flat().length).toBeGreaterThan(20);
    for (const name of incrementalNames) {
      const ids = new Set(keysOf(name, second.rows(name)));
      const given = cursorIn(name, first.lastState(name));
      expect([...(Object(changed)[name] ?? [])].filter((id) => !ids.has(id))).toEqual([]);
      expect(changesOf(name, second.rows(name)).filter((at) => at < given - INDEX_LAG_SECONDS)).toEqual([]);
      expect(cursorIn(name, second.lastState(name))).toBeGreaterThan(given);
    }
    expect(differences(new Destination(first, second), sandbox, incrementalNames)).toEqual([]);
  });

  it('reads and brings the lookback window again, on every incremental stream, and says what that costs', async () => {
    const days = 200;
    const first = await read(incrementalNames, 'incremental');
    await hoursPass(1);
    const second = await connector.read(incrementalNames, 'incremental', {
      config: { lookback_window: days },
      state: first.lastStates,
    });
    expect([second.exitCode, second.errors]).toEqual([0, []]);
    for (const name of incrementalNames) {
      const from = cursorIn(name, first.lastState(name)) - days * 86_400 - INDEX_LAG_SECONDS;
      const rows = rowsIn(sandbox, name);
      const changes = changesOf(name, rows);
      const wanted = rows.filter((_, index) => (changes[index] ?? 0) >= from);
      expect([name, keysOf(name, second.rows(name))]).toEqual([name, keysOf(name, wanted)]);
    }
    const { length } = second.rows('contacts');
    expect(second.text).toContain(`complete; ${length} records were read again because of the overlap`);
  });

  it.each([['4102444800'], [4_102_444_800], ['2121-01-01T00:00:00Z']])(
    'R44: brings nothing for a cursor in the far future (%j), and keeps it',
    async (cursor) => {
      const state = incrementalNames.map((name) => ({
        type: 'STREAM',
        stream: {
          stream_descriptor: { name },
          stream_state: { [cursorFieldOf(name)]: cursor },
        },
      }));
      const outcome = await read(incrementalNames, 'incremental', state);
      expect([outcome.exitCode, outcome.records]).toEqual([0, []]);
      const future = Number(cursor) || Date.parse(String(cursor)) / 1000;
      expect(incrementalNames.map((name) => cursorIn(name, outcome.lastState(name)))).toEqual(
        incrementalNames.map(() => future),
      );
    },
  );

  it('R38: reads a stream that has no cursor in full, with a warning, whatever its last state', async () => {
    const names = streamNames.filter((name) => !incrementalNames.includes(name));
    const first = await read(names, 'incremental');
    const second = await read(names, 'incremental', first.lastStates);
    for (const outcome of [first, second]) {
      expect(outcome.exitCode).toBe(0);
      expect(outcome.warnings).toHaveLength(names.length);
      for (const name of names) expect(keysOf(name, outcome.rows(name))).toEqual(truthOf(name));
    }
  });

  it('R47: brings in full refresh the same records, emitted later', async () => {
    const first = await read(streamNames, 'full_refresh');
    await sleep(1);
    const second = await read(streamNames, 'full_refresh');
    const texts = ({ records }: Outcome) => records.map(({ stream, data }) => stream + JSON.stringify(data)).toSorted();
    expect(texts(second)).toEqual(texts(first));
    const last = Math.max(...first.records.map(({ emitted_at }) => emitted_at));
    expect(Math.min(...second.records.map(({ emitted_at }) => emitted_at))).toBeGreaterThan(last);
  });
});

describe.each(resumable)('%s', (name) => {
  it.each(['incremental', 'full_refresh'] as const)(
    'R43: goes on in %s from each state with at least what came after it',
    async (mode) => {
      const outcome = await read([name], mode);
      const rows = outcome.messages.flatMap((message, at) =>
        message.type === 'RECORD' ? [{ at, ...message.record }] : [],
      );
      const places = outcome.messages.flatMap((message, at) => (message.type === 'STATE' ? [{ at, ...message }] : []));
      expect(places.length).toBeGreaterThan(2);
      for (const { at, state } of places) {
        const resumed = new Set(keysOf(name, (await read([name], mode, [state])).rows(name)));
        const later = keysOf(
          name,
          rows.filter((row) => row.at > at).map(({ data }) => data),
        );
        expect(later.filter((key) => !resumed.has(key))).toEqual([]);
      }
    },
  );

  it('R45: goes on with a full refresh instead of starting over, and does nothing after its end', async () => {
    const whole = await read([name], 'full_refresh');
    const callsOfWhole = sandbox.calls.count();
    const states = whole.states(name).map(({ state }) => state);
    sandbox.calls.clear();
    const rest = await read([name], 'full_refresh', [states.at(-3)]);
    expect(rest.exitCode).toBe(0);
    // Of two pages the second one is asked for, and once more whether it was the last.
    expect(sandbox.calls.count()).toBeLessThanOrEqual(callsOfWhole);
    expect(rest.rows(name).length).toBeLessThan(whole.rows(name).length);
    const nothing = await read([name], 'full_refresh', [states.at(-1)]);
    expect([nothing.exitCode, nothing.records]).toEqual([0, []]);
    expect(nothing.lastState(name)).toEqual(whole.lastState(name));
    expect(nothing.warnings).toEqual([expect.stringContaining('already complete')]);
  });
});

describe('a full refresh', () => {
  it('starts over from the state of an incremental sync, with a warning', async () => {
    const first = await read(['contacts'], 'incremental');
    const outcome = await read(['contacts'], 'full_refresh', first.lastStates);
    expect(keysOf('contacts', outcome.rows('contacts'))).toEqual(truthOf('contacts'));
    expect(outcome.warnings).toEqual([expect.stringContaining('starts over')]);
  });

  it('R34: of a walk without resumable state starts over, whatever state it is given', async () => {
    const first = await read(['companies', 'segments'], 'full_refresh');
    const outcome = await read(['companies', 'segments'], 'full_refresh', first.lastStates);
    for (const name of ['companies', 'segments']) {
      expect(keysOf(name, outcome.rows(name))).toEqual(truthOf(name));
    }
  });

  it('is followed by an incremental sync from its start on', async () => {
    const first = await read(['contacts', 'conversation_parts'], 'full_refresh');
    const next = await read(['contacts', 'conversation_parts'], 'incremental', first.lastStates);
    expect(next.rows('contacts').length).toBeLessThan(sizes.contacts / 4);
  });
});

describe('the envelope of a state', () => {
  const cursor = Math.floor(sandbox.now()) - 30 * 86_400;
  const contacts = { updated_at: String(cursor) };
  const parts = { updated_at: cursor, conversations: { updated_at: cursor } };
  const entries = [
    { stream_descriptor: { name: 'contacts', namespace: null }, stream_state: contacts },
    { stream_descriptor: { name: 'conversation_parts', namespace: null }, stream_state: parts },
    { stream_descriptor: { name: 'deals' }, stream_state: { updated_at: 5 } },
    { stream_descriptor: { name: 'tags' }, stream_state: null },
  ];

  it.each([
    ['STREAM', entries.map((stream) => ({ type: 'STREAM', stream }))],
    ['filled with nulls', entries.map((stream) => ({ type: 'STREAM', stream, global_: null, data: null, id: null }))],
    ['GLOBAL', [{ type: 'GLOBAL', global: { shared_state: {}, stream_states: entries } }]],
    ['LEGACY', [{ type: 'LEGACY', data: { contacts, conversation_parts: parts, deals: { updated_at: 5 } } }]],
    ['a bare object', { contacts, conversation_parts: parts }],
  ])('R33: %s is gone on with', async (_name, state) => {
    const outcome = await read(['contacts', 'conversation_parts'], 'incremental', state);
    expect(outcome.exitCode).toBe(0);
    for (const name of ['contacts', 'conversation_parts']) {
      const changes = changesOf(name, outcome.rows(name));
      expect(changes.length).toBeGreaterThan(0);
      expect(Math.min(...changes)).toBeGreaterThanOrEqual(cursor - INDEX_LAG_SECONDS);
    }
  });

  it.each([[[]], [{}], [null], [[{ type: 'STREAM' }]], [{ activity_logs: 'junk', conversation_parts: null }]])(
    'R32, R34: %j is like none',
    async (state) => {
      const outcome = await read(['activity_logs'], 'incremental', state);
      expect(outcome.exitCode).toBe(0);
      expect(keysOf('activity_logs', outcome.rows('activity_logs'))).toEqual(truthOf('activity_logs'));
    },
  );

  it('R34: a state of another connector is told and read from the start', async () => {
    const outcome = await read(['activity_logs'], 'incremental', { activity_logs: { bookmark: 'abc' } });
    expect(outcome.warnings).toEqual([expect.stringContaining('read from the start')]);
    expect(keysOf('activity_logs', outcome.rows('activity_logs'))).toEqual(truthOf('activity_logs'));
  });
});
