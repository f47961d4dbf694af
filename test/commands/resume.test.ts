import { once } from 'node:events';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { type StreamName, startSandbox } from '../../sandbox/sandbox.ts';
import { INDEX_LAG_SECONDS } from '../../src/progress/progress.ts';
import type { Row } from '../../src/rows/row.ts';
import { toSeconds } from '../../src/walks/walk.ts';
import { buildProgram } from '../cli/built-program.ts';
import { executable, start } from '../cli/child-process.ts';
import { Connector, catalogOf, incrementalNames, type SyncMode, streamNames, streams } from '../support/connector.ts';
import { Outcome } from '../support/outcome.ts';

const sizes = {
  ...{ contacts: 700, companies: 120, conversations: 320, partsPerConversation: 2, tickets: 320, activity_logs: 200 },
};
/** Hours that have passed since the sandbox was opened. */
let hours = 0;
const sandbox = await startSandbox({
  sizes,
  rateLimit: { perWindow: 100_000 },
  now: () => Date.now() / 1000 + hours * 3_600,
});
const connector = new Connector(sandbox);
/** Earlier than everything in the sandbox. */
const startDate = new Date((sandbox.now() - 600 * 86_400) * 1000).toISOString();
const config = { start_date: startDate.replace(/\.\d+Z/, 'Z'), activity_logs_time_step: 91 };
const resumable = streams.filter(({ walk }) => walk.isResumable).map(({ name }) => name);

beforeEach(() => sandbox.calls.clear());
afterAll(() => sandbox.close());

function read(names: readonly string[], mode: SyncMode, state?: unknown): Promise<Outcome> {
  return connector.read(names, mode, { config, ...(state !== undefined && { state }) });
}

function cursorFieldOf(name: string): string {
  return streams.find((stream) => stream.name === name)?.cursorField ?? '';
}

function cursorOf(name: string, state: Row): number {
  return Number(state[cursorFieldOf(name)]);
}

function keysOf(name: string, rows: Iterable<Row>): string[] {
  const key = streams.find((stream) => stream.name === name)?.primaryKey ?? [];
  return [...rows].map((row) => key.map((column) => String(row[column])).join('/')).toSorted();
}

function truthOf(name: string): string[] {
  return keysOf(name, sandbox.truth(name as StreamName));
}

/** What the stream's cursor speaks of, by the key of each row; for parts the change of their conversation. */
function changesOf(name: string, rows: readonly Row[]): readonly number[] {
  const conversations = new Map([...sandbox.truth('conversations')].map(({ id, updated_at }) => [id, updated_at]));
  const companies = new Map([...sandbox.truth('companies')].map(({ id, updated_at }) => [id, updated_at]));
  return rows.map((row) => {
    if (name === 'conversation_parts') return Number(conversations.get(row.conversation_id));
    if (name === 'company_segments') return Number(companies.get(row.company_id));
    return toSeconds(row[cursorFieldOf(name)]);
  });
}

describe('a second sync', () => {
  it('R42: brings all that has changed, nothing older than the overlap, and a later cursor', async () => {
    const first = await read(incrementalNames, 'incremental');
    hours += 2;
    const changed = sandbox.change.random(60);
    hours += 1;
    const second = await read(incrementalNames, 'incremental', first.lastStates);
    expect([second.exitCode, second.errors]).toEqual([0, []]);
    expect(Object.values(changed).flat().length).toBeGreaterThan(20);
    for (const name of incrementalNames) {
      const ids = new Set(keysOf(name, second.rows(name)));
      const given = cursorOf(name, first.lastState(name));
      expect([...(Object(changed)[name] ?? [])].filter((id) => !ids.has(id))).toEqual([]);
      expect(changesOf(name, second.rows(name)).filter((at) => at < given - INDEX_LAG_SECONDS)).toEqual([]);
      expect(cursorOf(name, second.lastState(name))).toBeGreaterThan(given);
      const both = new Set([...keysOf(name, first.rows(name)), ...ids]);
      expect(truthOf(name).filter((key) => !both.has(key))).toEqual([]);
    }
  });

  it('reads and brings the lookback window again, on every incremental stream, and says what that costs', async () => {
    const days = 200;
    const first = await read(incrementalNames, 'incremental');
    hours += 1;
    const second = await connector.read(incrementalNames, 'incremental', {
      config: { ...config, lookback_window: days },
      state: first.lastStates,
    });
    expect([second.exitCode, second.errors]).toEqual([0, []]);
    for (const name of incrementalNames) {
      const from = cursorOf(name, first.lastState(name)) - days * 86_400 - INDEX_LAG_SECONDS;
      const rows = [...sandbox.truth(name as StreamName)];
      const changes = changesOf(name, rows);
      const wanted = rows.filter((_, index) => (changes[index] ?? 0) >= from);
      expect([name, keysOf(name, second.rows(name))]).toEqual([name, keysOf(name, wanted)]);
    }
    const { length } = second.rows('contacts');
    expect(second.text).toContain(`complete; ${length} records were read again, as the overlap asks`);
  });

  it.each(['incremental', 'full_refresh'] as const)(
    'brings the last version of what changed before and while a first %s sync read it, with search minutes behind',
    async (mode) => {
      sandbox.set({ latencyMs: 10, searchLagSeconds: 300 });
      sandbox.change.random(30);
      hours += 0.05;
      const writing = setInterval(() => sandbox.change.random(10), 20);
      const first = await read(incrementalNames, mode);
      clearInterval(writing);
      sandbox.set({ latencyMs: 0 });
      hours += 1;
      const second = await read(incrementalNames, 'incremental', first.lastStates);
      sandbox.set({ searchLagSeconds: 0 });
      expect([first.errors, second.errors]).toEqual([[], []]);
      for (const name of ['contacts', 'conversations', 'tickets', 'segments'] as const) {
        const versions = new Map([...first.rows(name), ...second.rows(name)].map((row) => [row.id, row.updated_at]));
        const stale = [...sandbox.truth(name)].filter(({ id, updated_at }) => versions.get(id) !== updated_at);
        expect(stale.map(({ id }) => id)).toEqual([]);
      }
      const parts = new Set([...first.column('conversation_parts'), ...second.column('conversation_parts')]);
      expect(truthOf('conversation_parts').filter((id) => !parts.has(id))).toEqual([]);
    },
  );

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
      expect(incrementalNames.map((name) => cursorOf(name, outcome.lastState(name)))).toEqual(
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
    const [first, second] = [await read(streamNames, 'full_refresh'), await read(streamNames, 'full_refresh')];
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
    expect(sandbox.calls.count()).toBeLessThan(callsOfWhole);
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

  it.each([[[]], [{}], [null], [[{ type: 'STREAM' }]], [{ contacts: 'junk', conversation_parts: null }]])(
    'R32, R34: %j is like none',
    async (state) => {
      const outcome = await read(['contacts'], 'incremental', state);
      expect(outcome.exitCode).toBe(0);
      expect(keysOf('contacts', outcome.rows('contacts'))).toEqual(truthOf('contacts'));
    },
  );

  it('R34: a state of another connector is told and read from the start', async () => {
    const outcome = await read(['contacts'], 'incremental', { contacts: { bookmark: 'abc' } });
    expect(outcome.warnings).toEqual([expect.stringContaining('read from the start')]);
    expect(keysOf('contacts', outcome.rows('contacts'))).toEqual(truthOf('contacts'));
  });
});

describe('a kill', () => {
  buildProgram();

  /** Everything that a killed process has printed in whole lines, and no further than about `lines` of them. */
  async function readUntilKilled(lines: number): Promise<Outcome> {
    const files = [
      ...['--config', await connector.file(connector.config(config))],
      ...['--catalog', await connector.file(catalogOf(incrementalNames, 'incremental'))],
    ];
    const env = { ...process.env, INTERCOM_API_URL: sandbox.url };
    const child = start([executable, 'read', ...files], { env });
    let text = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      if (text.split('\n').length > lines) child.kill('SIGKILL');
    });
    const [code] = await once(child, 'close');
    return new Outcome(text.slice(0, text.lastIndexOf('\n') + 1), code);
  }

  it.each([150, 700, 1_400])('R46: after some %i lines loses no record over both runs', async (lines) => {
    sandbox.set({ latencyMs: 15 });
    const killed = await readUntilKilled(lines);
    sandbox.set({ latencyMs: 0 });
    // The company scroll of the killed process expires meanwhile.
    hours += 1;
    expect(killed.exitCode).toBeNull();
    const resumed = await read(incrementalNames, 'incremental', killed.lastStates);
    expect(resumed.exitCode).toBe(0);
    for (const name of incrementalNames) {
      const both = new Set([...keysOf(name, killed.rows(name)), ...keysOf(name, resumed.rows(name))]);
      expect(truthOf(name).filter((key) => !both.has(key))).toEqual([]);
    }
  });
});
