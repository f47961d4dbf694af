import { readFileSync } from 'node:fs';
import sqlite from 'node-sqlite3-wasm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StreamName, startSandbox } from '../sandbox/sandbox.ts';
import { rowsAt } from '../src/rows/paths.ts';
import type { Row } from '../src/rows/row.ts';
import { Connector, type SyncMode, streams } from './support/connector.ts';

/** The SQL that `docs/streams.md` gives, by the name of the view that it creates; a query without one has none. */
const page = readFileSync(new URL('../docs/streams.md', import.meta.url), 'utf8');
const blocks = [...page.matchAll(/```sql\n(.*?)```/gs)].map(([, sql = '']) => sql);
const views = new Map(blocks.map((sql) => [/^create view (\w+)/.exec(sql)?.[1] ?? '', sql]));
const withoutGoneParents = views.get('') ?? '';

const links = streams.filter(({ isLink, cursorField }) => isLink && cursorField !== undefined);
const parents = ['companies', 'contacts', 'conversations'] as const;
const names = [...parents, ...links.map(({ name }) => name)];

/** Hours that have passed since the sandbox was opened. */
let hours = 0;
const sandbox = await startSandbox({
  sizes: { contacts: 160, companies: 60, conversations: 60, partsPerConversation: 1 },
  rateLimit: { perWindow: 100_000 },
  now: () => Date.now() / 1000 + hours * 3_600,
});
const connector = new Connector(sandbox);
const database = new sqlite.Database();
let state: unknown;

afterAll(async () => {
  database.close();
  await sandbox.close();
});

/** A destination that appends. Objects are stored as JSON. */
function append(table: string, stream: string, rows: readonly Row[]): void {
  const columns = Object.keys(streams.find(({ name }) => name === stream)?.schema.shape ?? {});
  database.exec(`create table if not exists ${table} (${columns.map((column) => `"${column}"`).join(', ')})`);
  const insert = database.prepare(`insert into ${table} values (${columns.map(() => '?').join(', ')})`);
  database.exec('begin');
  for (const row of rows) insert.run(columns.map((column) => toSql(row[column])));
  database.exec('commit');
  insert.finalize();
}

function toSql(value: unknown): string | number | boolean | null {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return value === null || value === undefined ? null : JSON.stringify(value);
}

/** An hour later than the last sync, all streams are read into their tables. */
async function sync(): Promise<void> {
  hours += 1;
  const outcome = await read(names, 'incremental', '2015-01-01', state);
  for (const name of names) append(name, name, outcome.rows(name));
  state = outcome.lastStates;
}

async function read(streamNames: readonly string[], mode: SyncMode, startDate: string, from?: unknown) {
  const config = { start_date: `${startDate}T00:00:00Z` };
  const inputs = { config, ...(from !== undefined && { state: from }) };
  const outcome = await connector.read(streamNames, mode, inputs);
  expect([outcome.exitCode, outcome.errors]).toEqual([0, []]);
  return outcome;
}

/** Overwrites the tables of the second connection. */
async function readInFull(startDate = '2015-01-01'): Promise<void> {
  const outcome = await read(parents, 'full_refresh', startDate);
  for (const parent of parents) {
    database.exec(`drop table if exists full_${parent}`);
    append(`full_${parent}`, parent, outcome.rows(parent));
  }
}

/** The rows of a query, their columns in the order of its own. */
function rowsOf(sql: string): readonly string[] {
  return database
    .all(sql)
    .map((row) => Object.values(row).join(' '))
    .toSorted();
}

function truthOf(name: string, columns: readonly string[]): readonly string[] {
  const rows = [...sandbox.truth(name as StreamName)];
  return rows.map((row) => columns.map((column) => String(row[column])).join(' ')).toSorted();
}

/** Records that hold at least this many items in a list. */
function holding(parent: StreamName, list: string, least: number): readonly Row[] {
  const rows = [...sandbox.truth(parent)].filter((row) => (rowsAt(row, [list])?.length ?? 0) >= least);
  expect(rows.length).toBeGreaterThan(0);
  return rows;
}

const idOf = (row: Row | undefined) => String(row?.id);
const without = (row: Row | undefined, list: string) => rowsAt(row ?? {}, [list])?.slice(1) ?? [];

/** What the destination should say of each kind of record that is gone. */
const gone: Record<(typeof parents)[number], string[]> = { companies: [], contacts: [], conversations: [] };
/** A company without contacts: those that have some keep their links to it when it is gone. */
const lonely = sandbox.change.addCompany(Math.floor(sandbox.now()) - 100 * 86_400, {
  segments: { segments: rowsAt(holding('companies', 'segments.segments', 2)[0] ?? {}, ['segments.segments']) },
});
/** The contact that was merged, and the one that it was merged into. */
let merged = '';
/** A contact's link to a company that ended; the sandbox's own table of these links does not follow. */
let left = '';

/** Ends some links of each kind, the only one of a parent too, and makes others. */
function changeLinks(): void {
  for (const contact of [holding('contacts', 'tags.data', 1).at(-1), holding('contacts', 'tags.data', 2).at(0)]) {
    sandbox.change.untagContact(idOf(contact), idOf(rowsAt(contact ?? {}, ['tags.data'])?.[0]));
  }
  const tag = [...sandbox.truth('tags')].at(-1);
  const untagged = holding('contacts', 'tags.data', 0).find((row) => rowsAt(row, ['tags.data'])?.length === 0);
  sandbox.change.tagContact(idOf(untagged), idOf(tag));
  const member = holding('contacts', 'companies.data', 1).find(
    (row) => Number(rowsAt(row, ['companies.data'])?.length) < 9,
  );
  const companies = without(member, 'companies.data');
  left = `${idOf(member)} ${idOf(rowsAt(member ?? {}, ['companies.data'])?.[0])}`;
  sandbox.change.touchContact(idOf(member), undefined, {
    companies: { type: 'list', data: companies, total_count: companies.length, has_more: false },
  });
  for (const conversation of [
    holding('conversations', 'tags.tags', 1).at(0),
    holding('conversations', 'tags.tags', 2).at(-1),
  ]) {
    sandbox.change.touchConversation(idOf(conversation), undefined, {
      tags: { tags: without(conversation, 'tags.tags') },
    });
  }
  const other = { type: 'contact', id: idOf(holding('contacts', 'tags.data', 0).at(9)), external_id: null };
  sandbox.change.touchConversation(idOf(holding('conversations', 'contacts.contacts', 1).at(2)), undefined, {
    contacts: { contacts: [other] },
  });
  sandbox.change.touchConversation(idOf(holding('conversations', 'teammates.admins', 1).at(3)), undefined, {
    teammates: null,
  });
  endLinks('contact_segments', sandbox.change.leaveSegment);
  endLinks('contact_subscriptions', sandbox.change.unsubscribeContact);
  const company = holding('companies', 'segments.segments', 1).at(4);
  sandbox.change.touchCompany(idOf(company), undefined, {
    segments: { segments: without(company, 'segments.segments') },
  });
}

/** Ends the first link of a contact, and of another contact all links. */
function endLinks(
  table: 'contact_segments' | 'contact_subscriptions',
  end: (contact: string, id: string) => void,
): void {
  const rows = [...sandbox.truth(table)];
  const [first, last] = [rows.at(0), rows.at(-1)];
  for (const row of [first, ...rows.filter(({ contact_id }) => contact_id === last?.contact_id)]) {
    end(String(row?.contact_id), idOf(row));
  }
}

/** Deletes a record of each kind, and merges two contacts. */
function removeRecords(): void {
  const [contact, from, into] = holding('contacts', 'tags.data', 1)
    .filter(({ role }) => role === 'user')
    .slice(3);
  sandbox.change.deleteContact(idOf(contact));
  sandbox.change.mergeContacts(idOf(from), idOf(into));
  sandbox.change.deleteCompany(lonely);
  const conversation = holding('conversations', 'tags.tags', 1).at(5);
  sandbox.change.deleteConversation(idOf(conversation));
  gone.contacts = [idOf(contact), idOf(from)].toSorted();
  gone.companies = [lonely];
  gone.conversations = [idOf(conversation)];
  merged = `${idOf(from)} ${idOf(into)}`;
}

const goneSql = (parent: string) => (views.get('gone_contacts') ?? '').replaceAll('contacts', parent);

beforeAll(async () => {
  await sync();
  hours += 1;
  changeLinks();
  removeRecords();
  await sync();
  await readInFull();
  for (const [name, sql] of views) if (name !== '' && name !== 'gone_contacts') database.exec(sql);
  for (const parent of parents) database.exec(goneSql(parent));
});

it('docs/streams.md has a view for each link table that can be read incrementally, and for what is gone', () => {
  const expected = links.map(({ name }) => `current_${name}`);
  expect([...views.keys()].toSorted()).toEqual(['', ...expected, 'gone_contacts', 'merged_contacts'].toSorted());
  expect(expected.length).toBeGreaterThan(5);
});

describe.each(links)('$name', ({ name, primaryKey, parent }) => {
  const sql = withoutGoneParents
    .replace('contact_tags', name)
    .replace('contact_id', String(parent?.key))
    .replace('gone_contacts', `gone_${parent?.stream}`);

  it('keeps links that have ended until the view drops them', () => {
    const all = rowsOf(`select distinct ${primaryKey.join(', ')} from ${name}`);
    expect(all.length).toBeGreaterThan(rowsOf(`select * from current_${name}`).length);
  });

  it('has in its view, without the parents that are gone, exactly the links that there are', () => {
    const truth = truthOf(name, primaryKey).filter((link) => name !== 'contact_companies' || link !== left);
    expect(rowsOf(sql)).toEqual(truth);
    expect(truth.length).toBeGreaterThan(20);
  });
});

describe.each(parents)('what is gone of %s', (parent) => {
  it('is what the incremental table has and the full one has not', () => {
    expect(rowsOf(`select * from gone_${parent}`)).toEqual(gone[parent]);
  });

  it('leaves exactly the records that there are', () => {
    const rest = rowsOf(`select distinct id from ${parent} where id not in (select id from gone_${parent})`);
    expect(rest).toEqual(truthOf(parent, ['id']));
  });
});

it('contacts that were merged are told with the contact that they are part of now', () => {
  expect(rowsOf('select * from merged_contacts')).toContain(merged);
});

describe('nothing counts as gone', () => {
  it('that was created since the full refresh', async () => {
    hours += 1;
    const [id] = [sandbox.change.addContact(), sandbox.change.addCompany(), sandbox.change.addConversation()];
    await sync();
    expect(rowsOf('select distinct id from contacts')).toContain(id);
    for (const parent of parents) expect(rowsOf(`select * from gone_${parent}`)).toEqual(gone[parent]);
  });

  it('that is older than the start date of the full refresh', async () => {
    const startDate = new Date((sandbox.now() - 100 * 86_400) * 1000).toISOString().slice(0, 10);
    await readInFull(startDate);
    expect(rowsOf('select id from full_contacts').length).toBeLessThan(sandbox.count('contacts') / 2);
    const found = rowsOf('select * from gone_contacts');
    expect(gone.contacts).toEqual(expect.arrayContaining([...found]));
  });
});
