import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { Template } from './template.ts';

/**
 * A server that costs so little that only its client is measured: rows are texts rendered beforehand, in which the id
 * and the times are put in. It has contacts and conversations, each made and changed at a time of its own, and no rate
 * limit. Contacts are compared by whole days in UTC, conversations by seconds, as Intercom does.
 */
export interface PlainOptions {
  readonly contacts?: number;
  readonly conversations?: number;
  readonly latencyMs?: number;
  /** Every so many contacts, one has more notes than it embeds: three pages of them. */
  readonly longNotesEvery?: number;
}

const {
  contacts = 0,
  conversations = 0,
  latencyMs = 0,
  longNotesEvery = 0,
}: PlainOptions = JSON.parse(process.argv[2] ?? '{}');
const TEMPLATES = 150;
const NOTES = 130;
const NOTES_PER_PAGE = 50;
const DAY_SECONDS = 86_400;
const SPAN_DAYS = 500;
/** The time over which rows are spread, Unix seconds. */
const ENDS_AT = Math.floor(Date.now() / 1_000) - DAY_SECONDS;
const STARTS_AT = ENDS_AT - SPAN_DAYS * DAY_SECONDS;

const sandbox = await startSandbox({ sizes: { contacts: TEMPLATES, conversations: TEMPLATES }, spanDays: SPAN_DAYS });
const me = (await ask('/me')).replace(/"timezone":"[^"]*"/, '"timezone":"UTC"');
const contactRows = Template.each(uncut([...sandbox.truth('contacts')]));
const wholeConversations = await Promise.all(
  [...sandbox.truth('conversations')].map(({ id }) => ask(`/conversations/${id}`)),
);
const listed = await ask('/conversations/search', {
  query: { field: 'created_at', operator: '>', value: 0 },
  pagination: { per_page: TEMPLATES },
});
const conversationRows = Template.each(Object(JSON.parse(listed)).conversations);
const conversationBodies = Template.each(wholeConversations.map((text) => JSON.parse(text)));
await sandbox.close();

let calls = 0;
const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  serve(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address !== 'string') process.send?.(`http://127.0.0.1:${address.port}`);
});
process.on('message', () => process.send?.(calls));
process.on('disconnect', () => process.exit());

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  calls += 1;
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  if (latencyMs > 0) await sleep(latencyMs);
  const text = answer(new URL(request.url ?? '/', 'http://localhost'), Buffer.concat(chunks).toString());
  if (text === undefined) {
    response.writeHead(404).end('{"type":"error.list","errors":[{"code":"not_found"}]}');
    return;
  }
  const body = Buffer.from(text);
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length });
  response.end(body);
}

function answer({ pathname, searchParams }: URL, body: string): string | undefined {
  if (pathname === '/me') return me;
  if (pathname === '/contacts/search') return search(body, 'data', contacts, contactText, DAY_SECONDS);
  if (pathname === '/conversations/search') return search(body, 'conversations', conversations, conversationText, 1);
  const [, conversation] = /^\/conversations\/(\d+)$/.exec(pathname) ?? [];
  if (conversation !== undefined) return text(conversationBodies, Number(conversation), conversations);
  const [, contact] = /^\/contacts\/(\w+)\/notes$/.exec(pathname) ?? [];
  if (contact !== undefined) return notes(pathname, Number(searchParams.get('page') ?? 1));
  return undefined;
}

/**
 * A page of a search, oldest first, for everything from the unit of time (a day, a second) on that holds the query's `=`.
 * The page token is the number of the next row, after that of the query's first one.
 */
function search(body: string, key: string, count: number, textOf: (row: number) => string, unit: number): string {
  const { query, pagination, sort } = JSON.parse(body);
  const [, since] =
    new RegExp(`"field":"${sort.field}","operator":"=","value":(\\d+)`).exec(JSON.stringify(query)) ?? [];
  const from = Math.floor(Number(since) / unit) * unit;
  const [first = 0, start = first] = (pagination.starting_after?.split(':') ?? [rowFrom(from, count)]).map(Number);
  const end = Math.min(count, start + pagination.per_page);
  const rows = Array.from({ length: end - start }, (_, index) => textOf(start + index));
  const next = end < count ? `,"next":{"page":1,"starting_after":"${first}:${end}"}` : '';
  const pages = `{"type":"pages","page":1,"per_page":${pagination.per_page}${next}}`;
  return `{"type":"list","${key}":[${rows.join(',')}],"total_count":${count - first},"pages":${pages}}`;
}

function notes(path: string, page: number): string {
  const first = (page - 1) * NOTES_PER_PAGE;
  const rows = Array.from({ length: Math.min(NOTES_PER_PAGE, NOTES - first) }, (_, index) => ({
    type: 'note',
    id: `${first + index + 1}`,
  }));
  const isLast = first + rows.length >= NOTES;
  const next = isLast ? null : `http://localhost${path}?per_page=${NOTES_PER_PAGE}&page=${page + 1}`;
  const pages = { type: 'pages', page, per_page: NOTES_PER_PAGE, total_pages: Math.ceil(NOTES / NOTES_PER_PAGE), next };
  return JSON.stringify({ type: 'list', data: rows, total_count: NOTES, pages });
}

function contactText(row: number): string {
  const contact = text(contactRows, row, contacts);
  if (longNotesEvery === 0 || row % longNotesEvery !== 0) return contact;
  return contact.replace(/("notes":\{.*?"has_more":)false/, '$1true');
}

function conversationText(row: number): string {
  return text(conversationRows, row, conversations);
}

function text(templates: readonly Template[], row: number, count: number): string {
  return templates[row % templates.length]?.fill(row, timeOf(row, count)) ?? '';
}

function timeOf(row: number, count: number): number {
  return STARTS_AT + Math.floor(((ENDS_AT - STARTS_AT) * row) / count);
}

/** The first row that is not older. */
function rowFrom(seconds: number, count: number): number {
  let row = Math.max(0, Math.floor(((seconds - STARTS_AT) * count) / (ENDS_AT - STARTS_AT)));
  while (row < count && timeOf(row, count) < seconds) row += 1;
  return Math.min(row, count);
}

/** Contacts that embed their whole lists. */
function uncut(rows: readonly object[]): object[] {
  return rows.map((row) => JSON.parse(JSON.stringify(row).replaceAll('"has_more":true', '"has_more":false')));
}

async function ask(path: string, body?: object): Promise<string> {
  const answered = await fetch(`${sandbox.url}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${sandbox.token}`,
      'intercom-version': '2.16',
      'content-type': 'application/json',
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return answered.text();
}
