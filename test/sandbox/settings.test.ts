import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isRow, type Row, valueAt } from '../../sandbox/json.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { ask, codeOf, rowsOf, searchAll } from './client.ts';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox({ sizes: { contacts: 60, companies: 40, conversations: 40, tickets: 20 } });
});
afterEach(() => sandbox.close());

const search = { query: { field: 'created_at', operator: '>', value: 0 } };

describe('a path that the workspace lacks', () => {
  it('is refused with 403 api_plan_restricted when the plan leaves it out', async () => {
    sandbox.set({ lacking: { '/ticket_types': 'plan' } });
    const answer = await ask(sandbox, '/ticket_types');
    expect([answer.status, codeOf(answer)]).toEqual([403, 'api_plan_restricted']);
    expect((await ask(sandbox, '/ticket_states')).status).toBe(200);
  });

  it('is 404 when it is missing, and may be the beginning of a path', async () => {
    sandbox.set({ lacking: { '/conversations/*': 'missing' } });
    expect((await ask(sandbox, '/conversations/attributes')).status).toBe(404);
    expect((await ask(sandbox, '/conversations/search', search)).status).toBe(404);
    expect((await ask(sandbox, '/conversations')).status).toBe(200);
    sandbox.set({ lacking: {} });
    expect((await ask(sandbox, '/conversations/attributes')).status).toBe(200);
  });
});

describe('a ceiling on search results', () => {
  it.each([20, 25, 60, 7])('of %i ends the search there, whatever the size of a page', async (ceiling) => {
    sandbox.set({ searchCeiling: ceiling });
    for (const perPage of [10, 150]) {
      const found = await searchAll(sandbox, '/contacts/search', 'data', search, perPage);
      expect(new Set(found.map(({ id }) => id)).size).toBe(ceiling);
    }
  });

  it('leaves the total as it is, and no next page on the last one', async () => {
    sandbox.set({ searchCeiling: 20 });
    const { body } = await ask(sandbox, '/contacts/search', { ...search, pagination: { per_page: 20 } });
    expect([body.total_count, isRow(body.pages) && body.pages.next]).toEqual([60, undefined]);
  });

  it('counts for each query by itself', async () => {
    sandbox.set({ searchCeiling: 20 });
    const found = await searchAll(sandbox, '/contacts/search', 'data', search, 15);
    const value = Number(found.at(-1)?.created_at);
    const older = { query: { field: 'created_at', operator: '<', value } };
    expect(await searchAll(sandbox, '/contacts/search', 'data', older, 15)).toHaveLength(20);
  });
});

describe('companies', () => {
  const embedded = async (): Promise<Row[]> => {
    const { body } = await ask(sandbox, '/companies/scroll');
    return rowsOf(body.data).flatMap((company) => rowsOf(valueAt(company, 'segments.segments')));
  };

  it('embed the ids of their segments only', async () => {
    sandbox.set({ companySegments: 'ids' });
    const ids = [...sandbox.truth('company_segments')].map(({ type, id }) => ({ type, id }));
    expect(await embedded()).toEqual(ids);
    expect(ids.length).toBeGreaterThan(0);
  });

  it('embed no segments, which their own endpoint still gives', async () => {
    sandbox.set({ companySegments: 'none' });
    expect(await embedded()).toEqual([]);
    const [{ company_id: id } = {}] = sandbox.truth('company_segments');
    expect(rowsOf((await ask(sandbox, `/companies/${String(id)}/segments`)).body.data).length).toBeGreaterThan(0);
  });
});

describe('the names of the API description', () => {
  it.each([
    ['contact_companies', '/contacts/:parent/companies', 'contact_id', 'companies'],
    ['ticket_type_attributes', '/ticket_types', '', 'ticket_type_attributes'],
    ['conversation_teammates', '/conversations/:parent', 'conversation_id', 'teammates'],
  ] as const)('stand for the lists of %s, if the settings say so', async (stream, path, parent, name) => {
    const [row = {}] = sandbox.truth(stream);
    const url = path.replace(':parent', String(row[parent]));
    expect(arraysCalled(name, (await ask(sandbox, url)).body)).toBe(0);
    sandbox.set({ documentedKeys: true });
    expect(arraysCalled(name, (await ask(sandbox, url)).body)).toBeGreaterThan(0);
  });

  /** How many arrays with rows stand under the name, at any depth. */
  function arraysCalled(name: string, value: unknown): number {
    let count = 0;
    JSON.stringify(value, (key: string, inner: unknown): unknown => {
      if (key === name && rowsOf(inner).length > 0) count++;
      return inner;
    });
    return count;
  }
});

describe('archived children', () => {
  it('are counted in what contacts embed, with has_more, but given by no endpoint', async () => {
    const [{ id } = {}] = sandbox.truth('contacts');
    const tags = rowsOf((await ask(sandbox, `/contacts/${String(id)}/tags`)).body.data).length;
    sandbox.set({ archivedChildrenCounted: 3 });
    const { body } = await ask(sandbox, `/contacts/${String(id)}`);
    expect(body.tags).toMatchObject({ total_count: tags + 3, has_more: true });
    expect(rowsOf((await ask(sandbox, `/contacts/${String(id)}/tags`)).body.data)).toHaveLength(tags);
  });

  it.each([
    ['conversations', 'conversation_parts'],
    ['tickets', 'ticket_parts'],
  ] as const)('are counted in the parts of %s', async (stream, parts) => {
    sandbox.set({ archivedChildrenCounted: 2 });
    const [{ id } = {}] = sandbox.truth(stream);
    const { body } = await ask(sandbox, `/${stream}/${String(id)}`);
    expect(valueAt(body, `${parts}.total_count`)).toBe(rowsOf(valueAt(body, `${parts}.${parts}`)).length + 2);
  });
});

describe('long bodies', () => {
  it('make the parts of each conversation as large as asked for together', async () => {
    sandbox.set({ partBodyBytes: 3_000_000 });
    const bytes = new Map<unknown, number>();
    for (const { conversation_id: id, body } of sandbox.truth('conversation_parts')) {
      if (typeof body === 'string') bytes.set(id, (bytes.get(id) ?? 0) + Buffer.byteLength(body));
    }
    expect(bytes.size).toBeGreaterThan(20);
    for (const total of bytes.values()) {
      expect(total).toBeGreaterThanOrEqual(3_000_000);
      expect(total).toBeLessThan(3_500_000);
    }
  });
});

describe('options as JSON', () => {
  const post = async (options: object) =>
    (await fetch(`${sandbox.url}/_sandbox/options`, { method: 'POST', body: JSON.stringify(options) })).status;

  it('change a part of a group, and lift a limit with null', async () => {
    expect(await post({ searchCeiling: 5, scroll: { pageSize: 7 } })).toBe(200);
    expect(await searchAll(sandbox, '/contacts/search', 'data', search)).toHaveLength(5);
    expect(rowsOf((await ask(sandbox, '/companies/scroll')).body.data)).toHaveLength(7);
    expect(await post({ searchCeiling: null })).toBe(200);
    expect(await searchAll(sandbox, '/contacts/search', 'data', search)).toHaveLength(60);
  });

  it.each([
    { rateLimit: { perSecond: 1 } },
    { rateLimit: 5 },
    { partsCap: '5' },
    { lacking: { '/tags': 'gone' } },
    { seed: 2 },
    { sizes: { contacts: 1 } },
    [1],
  ])('are refused when a name or a type is wrong: %j', async (options) => {
    expect(await post(options)).toBe(400);
  });
});
