import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LoggedCall } from '../../sandbox/http/call-log.ts';
import { type StreamName, startSandbox } from '../../sandbox/sandbox.ts';
import { convertAt } from '../../src/rows/paths.ts';
import type { Row } from '../../src/rows/row.ts';
import { Connector, streams } from '../support/connector.ts';
import { onCall } from '../support/workspaces.ts';

const sizes = { contacts: 160, companies: 20, conversations: 160, tickets: 5, calls: 90, data_connectors: 3 };
const rateLimit = { perWindow: 1_000_000 };
/** Hours that have passed since the sandbox was opened. */
let hours = 0;
const sandbox = await startSandbox({ sizes, rateLimit, now: () => Math.floor(Date.now() / 1000) + hours * 3_600 });
const connector = new Connector(sandbox);
const config = { start_date: '2000-01-01T00:00:00Z' };

/** More than a page of each. */
const [busy] = [...sandbox.truth('contacts')].map(({ id }) => String(id));
for (let index = 0; index < 60; index += 1) {
  sandbox.change.addNote(busy ?? '');
  sandbox.change.addEvent(busy ?? '', sandbox.now() - index);
}

beforeEach(() => sandbox.calls.clear());
afterEach(() => {
  sandbox.faults.clear();
  sandbox.set({ callTimes: 'seconds', latencyMs: 0 });
});
afterAll(() => sandbox.close());

const truthOf = (name: StreamName): readonly Row[] => [...sandbox.truth(name)];
const read = (name: string, more: object = {}) => connector.read([name], 'incremental', { config, ...more });

function keysOf(name: string, rows: Iterable<Row>): readonly string[] {
  const key = streams.find((stream) => stream.name === name)?.primaryKey ?? [];
  return [...rows].map((row) => key.map((column) => String(row[column])).join(' ')).toSorted();
}

function distinct(rows: readonly Row[], column: string): readonly string[] {
  return [...new Set(rows.map((row) => row[column]).filter((value) => value !== null))].map(String);
}

/** The calls for children: a path's last part, or the path of a list that names its parent in the query. */
const childCalls = (pattern: RegExp) =>
  sandbox.calls.all(({ path, query }: LoggedCall) => pattern.test(`${path}?${query}`));

describe.each([
  ['contact_events', /^\/events\?/, 50],
  ['contact_notes', /^\/contacts\/\w+\/notes\?/, 50],
  ['side_conversations', /\/side_conversations\?/, 50],
  ['newsfeed_items', /\/items\?/, 20],
  ['redirects', /\/redirects\?/, 250],
  ['data_connector_executions', /\/execution_results\?/, 30],
] as const)('%s', (name, pattern, perPage) => {
  it('come page by page, each parent to its end', async () => {
    const outcome = await read(name);

    expect(outcome.errors).toEqual([]);
    expect(keysOf(name, outcome.rows(name))).toEqual(keysOf(name, truthOf(name)));
    expect(childCalls(pattern).every(({ query }) => query.includes(`per_page=${perPage}`))).toBe(true);
  });
});

it('several children of this workspace need more than a page', () => {
  const most = (name: StreamName, parent: string) =>
    Math.max(...distinct(truthOf(name), parent).map((id) => truthOf(name).filter((row) => row[parent] === id).length));

  expect(most('contact_events', 'contact_id')).toBeGreaterThan(50);
  expect(most('contact_notes', 'contact_id')).toBeGreaterThan(50);
  expect(most('side_conversations', 'conversation_id')).toBeGreaterThan(100);
  expect(most('data_connector_executions', 'data_connector_id')).toBeGreaterThan(30);
});

it('notes are asked for of the contacts that have some', async () => {
  await read('contact_notes');

  const asked = childCalls(/\/notes\?/).map(({ path }) => path.split('/')[2] ?? '');
  expect([...new Set(asked)].toSorted()).toEqual(distinct(truthOf('contact_notes'), 'contact_id').toSorted());
});

it.each([
  ['contact_segments', '/segments?', 160],
  ['contact_subscriptions', '/subscriptions?', 160],
  ['conversation_handling_events', '/handling_events?', 160],
  ['office_hours_exceptions', '/office_hours_exceptions?', 3],
] as const)('%s cost one call for each parent', async (name, ending, parents) => {
  const outcome = await read(name);

  expect(keysOf(name, outcome.rows(name))).toEqual(keysOf(name, truthOf(name)));
  expect(sandbox.calls.count(({ path, query }) => `${path}?${query}`.endsWith(ending))).toBe(parents);
});

describe('a parent that is gone when its children are asked for', () => {
  it.each([
    ['contact_events', 'contact_id', '/events'],
    ['contact_notes', 'contact_id', /^\/contacts\/\w+\/notes$/],
    ['contact_segments', 'contact_id', /^\/contacts\/\w+\/segments$/],
    ['conversation_handling_events', 'conversation_id', /\/handling_events$/],
    ['side_conversations', 'conversation_id', /\/side_conversations$/],
  ] as const)('has no %s, and the others have theirs', async (name, column, path) => {
    const gone = distinct(truthOf(name), column).at(-1) ?? '';
    onCall(sandbox, path, 1, () => {
      if (column === 'contact_id') sandbox.change.deleteContact(gone);
      else sandbox.change.deleteConversation(gone);
    });
    const outcome = await read(name);

    expect(outcome.exitCode).toBe(0);
    expect(outcome.warnings).toContain(`${name}: 1 record was deleted during the read.`);
    expect(distinct(truthOf(name), column)).not.toContain(gone);
    expect(keysOf(name, outcome.rows(name))).toEqual(keysOf(name, truthOf(name)));
  });

  it.each([
    ['data_connector_executions', 'data_connector_id', '/data_connectors/ID'],
    ['newsfeed_items', 'newsfeed_id', '/news/newsfeeds/ID'],
    ['office_hours_exceptions', 'office_hours_schedule_id', '/office_hours_schedules/ID'],
    ['redirects', 'help_center_id', '/help_center/help_centers/ID'],
  ] as const)('has no %s, and the other parents have theirs', async (name, column, path) => {
    const [gone = '', ...others] = distinct(truthOf(name), column);
    const match = { path: new RegExp(`^${path.replace('ID', gone)}($|/)`) };
    sandbox.faults.add({ kind: 'status', status: 404, code: 'not_found', match, times: Number.POSITIVE_INFINITY });
    const outcome = await read(name);

    expect(outcome.exitCode).toBe(0);
    expect(outcome.warnings).toContain(`${name}: 1 record was deleted during the read.`);
    expect(distinct(outcome.rows(name), column).toSorted()).toEqual(others.toSorted());
    expect(others).not.toEqual([]);
  });
});

it('events of a contact of the same name and second are told apart by their metadata', async () => {
  const outcome = await read('contact_events');
  const sameSecond = ({ contact_id, event_name, created_at }: Row) => `${contact_id} ${event_name} ${created_at}`;
  const rows = outcome.rows('contact_events');
  expect(new Set(rows.map(sameSecond)).size).toBeLessThan(rows.length - 3);
  expect(new Set(keysOf('contact_events', rows)).size).toBe(rows.length);
});

describe('call transcripts', () => {
  const searches = () =>
    sandbox.calls.all('/calls/search').map(({ body }) => Object(body).conversation_ids as string[]);
  const conversations = () => distinct(truthOf('calls'), 'conversation_id').toSorted();

  it('cost one request for twenty calls of conversations, and one for each call that belongs to none', async () => {
    const outcome = await read('call_transcripts');

    expect(outcome.errors).toEqual([]);
    expect(keysOf('call_transcripts', outcome.rows('call_transcripts'))).toEqual(
      keysOf('call_transcripts', truthOf('call_transcripts')),
    );
    const ofConversations = truthOf('calls').filter((call) => call.conversation_id !== null);
    expect(searches()).toHaveLength(Math.ceil(ofConversations.length / 20));
    expect([...new Set(searches().flat())].toSorted()).toEqual(conversations());
    for (const asked of searches()) expect(new Set(asked).size).toBe(asked.length);
    const alone = truthOf('calls').filter((call) => call.conversation_id === null && call.transcription_url !== null);
    expect(alone.length).toBeGreaterThan(3);
    expect(sandbox.calls.count(/^\/calls\/\d+\/transcript$/)).toBe(alone.length);
  });

  it('of a call without a conversation are one entry, which holds the text', async () => {
    const outcome = await read('call_transcripts');

    const [row] = outcome.rows('call_transcripts').filter(({ conversation_id: id }) => id === null);
    expect(row).toMatchObject({ position: 0, entry: { text: expect.stringMatching(/^\[00:00:00\] Teammate 1: "/) } });
  });

  it('have Unix seconds in their cursor where calls have ISO text', async () => {
    const before = await read('call_transcripts');
    sandbox.set({ callTimes: 'iso' });
    const outcome = await read('call_transcripts');

    expect(outcome.rows('call_transcripts')).toEqual(before.rows('call_transcripts'));
    expect(outcome.column('call_transcripts', 'call_updated_at')[0]).toMatch(/^\d{10}$/);
  });

  it('come again for a call that has changed, without those of the other calls of its conversation', async () => {
    const first = await read('call_transcripts');
    const rows = first.rows('call_transcripts');
    const callsOf = (id: unknown) =>
      distinct(
        rows.filter((row) => row.conversation_id === id),
        'call_id',
      );
    const changed = rows.find(({ conversation_id: id }) => id !== null && callsOf(id).length > 1);
    hours += 2;
    sandbox.change.touchCall(String(changed?.call_id));
    hours += 2;
    sandbox.calls.clear();
    const second = await read('call_transcripts', { state: first.lastStates });

    expect(distinct(second.rows('call_transcripts'), 'call_id')).toEqual([changed?.call_id]);
    expect(searches()).toEqual([[changed?.conversation_id]]);
  });

  it('whose request failed come with the next sync', async () => {
    const match = { path: '/calls/search', nth: 1 };
    sandbox.faults.add({ kind: 'status', status: 400, code: 'parameter_invalid', match });
    const first = await read('call_transcripts');
    expect(first.statuses('call_transcripts').at(-1)).toBe('INCOMPLETE');
    sandbox.calls.clear();
    const second = await read('call_transcripts', { state: first.lastStates });

    const rows = [...first.rows('call_transcripts'), ...second.rows('call_transcripts')];
    expect([...new Set(keysOf('call_transcripts', rows))]).toEqual(
      keysOf('call_transcripts', truthOf('call_transcripts')),
    );
    expect(second.statuses('call_transcripts').at(-1)).toBe('COMPLETE');
  });
});

it('texts that people wrote are left out where the configuration says so', async () => {
  const written = streams.filter(({ bodies, subjects }) => bodies.length + subjects.length > 0);
  const names = written.map(({ name }) => name);
  const [kept, without] = [
    await connector.read(names, 'full_refresh', { config }),
    await connector.read(names, 'full_refresh', { config: { ...config, message_bodies: 'none' } }),
  ];

  for (const { name, bodies, subjects } of written) {
    const paths = [...bodies, ...subjects];
    expect([name, valuesAt(kept.rows(name), paths).length > 3]).toEqual([name, true]);
    expect([name, without.rows(name).length]).toEqual([name, kept.rows(name).length]);
    expect([name, valuesAt(without.rows(name), paths)]).toEqual([name, []]);
  }
});

/** The values at these paths that are not null. */
function valuesAt(rows: readonly Row[], paths: readonly string[]): readonly unknown[] {
  const values: unknown[] = [];
  for (const row of rows) for (const path of paths) convertAt(row, path, (value) => values.push(value));
  return values.filter((value) => value !== null);
}
