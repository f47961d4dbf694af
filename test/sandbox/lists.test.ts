import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Row, valueAt } from '../../sandbox/json.ts';
import { type Sandbox, type StreamName, startSandbox } from '../../sandbox/sandbox.ts';
import { ask, codeOf, rowsOf } from './client.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  const sizes = {
    contacts: 120,
    conversations: 60,
    audiences: 70,
    content_snippets: 60,
    newsfeeds: 60,
    news_items: 120,
  };
  sandbox = await startSandbox({ sizes: { ...sizes, redirects: 600, articles: 600, collections: 260 } });
});
afterAll(() => sandbox.close());

interface List {
  readonly stream: StreamName;
  /** `:parent` stands for the id of each row of the parent's stream. */
  readonly path: string;
  /** The field that has the rows; default `data`. */
  readonly key?: string;
  /** The largest `per_page`; absent where all comes in one answer. */
  readonly max?: number;
  readonly parent?: StreamName;
  /** The columns that tell a row from all others; default `id`. */
  readonly columns?: readonly string[];
  /** A column that the connector adds. */
  readonly added?: string;
}

const lists: readonly List[] = [
  { stream: 'away_status_reasons', path: '/away_status_reasons' },
  { stream: 'brands', path: '/brands' },
  { stream: 'emails', path: '/emails' },
  { stream: 'help_centers', path: '/help_center/help_centers' },
  { stream: 'office_hours', path: '/office_hours_schedules' },
  {
    stream: 'office_hours_exceptions',
    path: '/office_hours_schedules/:parent/office_hours_exceptions',
    parent: 'office_hours',
  },
  { stream: 'conversation_attributes', path: '/conversations/attributes?include_archived=true' },
  { stream: 'audiences', path: '/audiences', max: 50 },
  { stream: 'content_snippets', path: '/content_snippets', max: 50 },
  { stream: 'articles', path: '/articles', max: 250 },
  { stream: 'collections', path: '/help_center/collections', max: 250 },
  { stream: 'redirects', path: '/help_center/help_centers/:parent/redirects', max: 250, parent: 'help_centers' },
  { stream: 'internal_articles', path: '/internal_articles', max: 50 },
  { stream: 'macros', path: '/macros', max: 150 },
  { stream: 'news_items', path: '/news/news_items', max: 50 },
  { stream: 'newsfeeds', path: '/news/newsfeeds', max: 50 },
  {
    stream: 'newsfeed_items',
    path: '/news/newsfeeds/:parent/items',
    max: 50,
    parent: 'newsfeeds',
    columns: ['newsfeed_id', 'id'],
  },
  { stream: 'content_import_sources', path: '/ai/content_import_sources', max: 50 },
  { stream: 'external_pages', path: '/ai/external_pages', max: 50 },
  { stream: 'data_connectors', path: '/data_connectors', max: 50 },
  {
    stream: 'data_connector_executions',
    path: '/data_connectors/:parent/execution_results?start_ts=0',
    max: 30,
    parent: 'data_connectors',
  },
  { stream: 'custom_object_Order', path: '/custom_object_instances/Order', max: 150 },
  { stream: 'custom_object_subscription_plan', path: '/custom_object_instances/subscription_plan', max: 150 },
  { stream: 'calls', path: '/calls', max: 25 },
  { stream: 'deleted_conversations', path: '/conversations/deleted', key: 'conversations', max: 60 },
  {
    stream: 'contact_events',
    path: '/events?type=user&intercom_user_id=:parent',
    key: 'events',
    max: 50,
    parent: 'contacts',
    columns: ['contact_id', 'event_name', 'created_at', 'metadata_hash'],
    added: 'metadata_hash',
  },
  {
    stream: 'side_conversations',
    path: '/conversations/:parent/side_conversations',
    key: 'side_conversations',
    max: 50,
    parent: 'conversations',
    columns: ['side_conversation_id'],
  },
];

describe('a list', () => {
  it.each(lists)('$stream is its truth, page after page', async ({ stream, path, key, max, parent, added }) => {
    const parents = parent === undefined ? [''] : [...sandbox.truth(parent)].map(({ id }) => String(id));
    const found: Row[] = [];
    for (const one of parents) found.push(...(await pagesOf(path.replace(':parent', one), key, max)).flat());
    expect(found.length).toBeGreaterThan(0);
    const truth = [...sandbox.truth(stream)].map((row) => without(row, added));
    expect(sortedTexts(found)).toEqual(sortedTexts(truth.map((row) => likeFound(row, found[0]))));
  });

  it.each(lists)('$stream has a key that tells its rows apart', ({ stream, columns = ['id'] }) => {
    const keys = [...sandbox.truth(stream)].map((row) => JSON.stringify(columns.map((column) => row[column])));
    expect(keys).not.toContainEqual(expect.stringContaining('null'));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it.each(lists.filter(({ max }) => max !== undefined))(
    '$stream refuses a page larger than its maximum with 400',
    async ({ path, max = 0, parent }) => {
      const [{ id } = {}] = parent === undefined ? [] : sandbox.truth(parent);
      const url = withQuery(path.replace(':parent', String(id)), { per_page: max + 1 });
      const answer = await ask(sandbox, url);
      expect([answer.status, codeOf(answer)]).toEqual([400, 'parameter_invalid']);
    },
  );
});

it('the counts of segments are the same an hour later', async () => {
  let now = 1_790_000_000;
  const segments = await startSandbox({ now: () => now, sizes: { contacts: 5 } });
  try {
    const { body } = await ask(segments, '/segments?include_count=true');
    expect(rowsOf(body.segments).map(({ count }) => count)).toEqual(expect.arrayContaining([37, null]));
    now += 3_600;
    expect((await ask(segments, '/segments?include_count=true')).body).toEqual(body);
  } finally {
    await segments.close();
  }
});

/** All pages of a list, by whatever its answers say of the next one. */
async function pagesOf(path: string, key = 'data', perPage?: number): Promise<Row[][]> {
  const pages: Row[][] = [];
  let url: string | undefined = perPage === undefined ? path : withQuery(path, { per_page: perPage });
  while (url !== undefined && pages.length < 50) {
    const { status, body } = await ask(sandbox, url);
    expect(status).toBe(200);
    pages.push(rowsOf(body[key]));
    url = nextOf(url, body);
  }
  return pages;
}

function nextOf(url: string, body: Row): string | undefined {
  const next = valueAt(body, 'pages.next');
  if (typeof next === 'string') return new URL(next).pathname + new URL(next).search;
  const after = valueAt(body, 'pages.next.starting_after');
  if (typeof after === 'string') return withQuery(url, { starting_after: after });
  const numbers: Row = Object(body.pages ?? body);
  const page = Number(numbers.page);
  const hasLink = typeof numbers.next !== 'undefined';
  return !hasLink && page < Number(numbers.total_pages) ? withQuery(url, { page: page + 1 }) : undefined;
}

function withQuery(path: string, parameters: Readonly<Record<string, string | number>>): string {
  const url = new URL(path, 'http://127.0.0.1');
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, String(value));
  return url.pathname + url.search;
}

/** A row of the truth without the parent's id, which the list itself doesn't have. */
function without({ ...row }: Row, column: string | undefined): Row {
  if (column !== undefined) delete row[column];
  return row;
}

function likeFound(row: Row, example: Row = {}): Row {
  const [column = '', ...rest] = Object.keys(row);
  return column in example ? row : Object.fromEntries(rest.map((name) => [name, row[name]]));
}

function sortedTexts(rows: readonly Row[]): string[] {
  return rows.map((row) => JSON.stringify(Object.entries(row).sort(([a], [b]) => a.localeCompare(b)))).sort();
}
