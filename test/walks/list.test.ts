import { expect, it } from 'vitest';
import type { ApiRequest, Body } from '../../src/intercom/api.ts';
import { list } from '../../src/walks/list.ts';
import { contextOf, idsOf, progressOf, readAll } from './support/reading.ts';
import { ScriptedApi } from './support/scripted-api.ts';

const options = { name: 'things', path: '/things', recordsAt: 'data', query: { include_count: true } };
const things = list(options);

/** Pages of two, by number; `order` gives the list as it is at a request. */
function shifting(order: (request: number) => readonly string[], total?: number): ScriptedApi {
  return new ScriptedApi(({ query }, index) => {
    const rows = order(index);
    const page = Number(query?.page ?? 1);
    return {
      data: rows.slice(2 * page - 2, 2 * page).map((id) => ({ id })),
      total_count: total ?? rows.length,
      pages: { page, total_pages: Math.ceil(rows.length / 2) },
    };
  });
}

async function read(api: ScriptedApi, walk = things) {
  const context = contextOf(api);
  const reading = await readAll(walk, progressOf([]), context);
  return { ...reading, ...context, ids: idsOf(reading.records) };
}

const rowsOf = (...ids: number[]) => ids.map((id) => ({ id: String(id) }));

/** Three pages of two records; `paging` says where a page leads, and `page` tells which one was asked for. */
function threePages(paging: (page: number) => Body, pageOf: (request: ApiRequest) => number): ScriptedApi {
  return new ScriptedApi((request) => {
    const page = pageOf(request);
    return { data: rowsOf(2 * page - 1, 2 * page).slice(0, page === 3 ? 1 : 2), total_count: 5, ...paging(page) };
  });
}

const byNumber = ({ query }: ApiRequest) => Number(query?.page ?? 1);
const byToken = ({ query }: ApiRequest) => Number(String(query?.starting_after ?? 'token1').slice(5));

it.each<[string, (page: number) => Body, (request: ApiRequest) => number]>([
  [
    'cursor pages with an object as next',
    (page) => ({
      pages: { type: 'pages', per_page: 2, next: page < 3 ? { starting_after: `token${page + 1}` } : null },
    }),
    byToken,
  ],
  ['page numbers at top level', (page) => ({ page, per_page: 2, total_pages: 3 }), byNumber],
  ['page numbers in pages', (page) => ({ pages: { type: 'pages', page, per_page: 2, total_pages: 3 } }), byNumber],
  [
    'page numbers with a link as next',
    (page) => ({
      pages: { page, next: page < 3 ? `https://api.intercom.io/things?page=${page + 1}&per_page=2` : null },
    }),
    byNumber,
  ],
])('reads a list of %s to its end', async (_, paging, pageOf) => {
  const api = threePages(paging, pageOf);
  const { ids, warnings } = await read(api, list({ name: 'things', path: '/things', recordsAt: 'data', perPage: 2 }));
  expect(ids).toEqual(['1', '2', '3', '4', '5']);
  expect(api.requests).toHaveLength(3);
  expect(warnings).toEqual([]);
});

it('a full last page may lead to an empty one', async () => {
  const api = new ScriptedApi(({ query }) =>
    query?.starting_after === undefined
      ? { data: rowsOf(1, 2), pages: { per_page: 2, next: { starting_after: 'last' } } }
      : { data: [], pages: { per_page: 2, next: null } },
  );
  const { ids, warnings } = await read(api);
  expect(ids).toEqual(['1', '2']);
  expect(api.requests).toHaveLength(2);
  expect(warnings).toEqual([]);
});

it.each([
  ['things', { things: [{ id: '1' }] }],
  ['data', { data: [{ id: '1' }] }],
])('takes the records under any of its keys, here %s', async (_, answer) => {
  const eitherKey = list({ name: 'things', path: '/things', recordsAt: ['data', 'things'] });
  expect((await read(new ScriptedApi(() => answer), eitherKey)).ids).toEqual(['1']);
});

it('asks for pages of the size that is given, on each page, and for one record in a probe', async () => {
  const api = new ScriptedApi(({ query }) => ({ data: rowsOf(1), page: Number(query?.page ?? 1), total_pages: 2 }));
  const paged = list({ ...options, perPage: 250 });
  await read(api, paged);
  expect(api.requests.map(({ query }) => query?.per_page)).toEqual([250, 250]);
  expect(paged.probe(0).query).toEqual({ include_count: true, per_page: 1 });
});

it('asks for no page size where none is given', async () => {
  const plain = list({ name: 'things', path: '/things', recordsAt: 'data' });
  const api = new ScriptedApi(() => ({ data: [] }));
  await read(api, plain);
  expect([...api.requests, plain.probe(0)]).toEqual(Array(2).fill({ method: 'GET', path: '/things' }));
});

it('tells when a record changed by its updated_at, or as it is told to', () => {
  expect(things.changedAt({ updated_at: '2025-07-17T15:30:24.000Z' })).toBe(1_752_766_224);
  const dated = list({ ...options, changedAt: ({ time }) => Number(time) });
  expect(dated.changedAt({ time: '7', updated_at: 8 })).toBe(7);
});

it('a list in one page takes one call, and its records need no ids', async () => {
  const api = new ScriptedApi(() => ({ data: [{ name: 'a' }, { name: 'a' }] }));
  const { records, warnings } = await read(api);
  expect(records).toEqual([{ name: 'a' }, { name: 'a' }]);
  expect(api.requests).toEqual([{ method: 'GET', path: '/things', query: { include_count: true } }]);
  expect(warnings).toEqual([]);
});

it('records without ids come once, although the list counts more of them', async () => {
  const api = new ScriptedApi(() => ({ data: [{ name: 'a' }, { name: 'b' }], total_count: 3 }));
  const { records, warnings } = await read(api);
  expect(records).toEqual([{ name: 'a' }, { name: 'b' }]);
  expect(warnings).toEqual([expect.stringContaining('brought only 2')]);
});

it('a list of several pages is gone through once when nothing is missing', async () => {
  const api = shifting(() => ['a', 'b', 'c', 'd', 'e']);
  const { ids, warnings } = await read(api);
  expect(ids).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(api.requests).toHaveLength(3);
  expect(warnings).toEqual([]);
});

it('a record that comes twice because the list shifts is written once, and one that is added is left to the next sync', async () => {
  const api = shifting((request) => (request === 0 ? ['a', 'b', 'c'] : ['new', 'a', 'b', 'c']));
  const { ids, warnings } = await read(api);
  expect(ids).toEqual(['a', 'b', 'c']);
  expect(api.requests).toHaveLength(2);
  expect(warnings).toEqual([]);
});

it('a list that grows while it is read is gone through once', async () => {
  const api = shifting((request) => Array.from({ length: 10 + request }, (_, index) => `${10 + request - index}`));
  const { ids, warnings } = await read(api);
  expect(new Set(ids)).toEqual(new Set(Array.from({ length: 10 }, (_, index) => `${index + 1}`)));
  expect(api.requests.length).toBeLessThan(12);
  expect(warnings).toEqual([]);
});

it('a record that is deleted after others were added costs no other one', async () => {
  const orders = ['abcde', 'abcdef', 'bcdef'];
  const api = shifting((request) => [...(orders[Math.min(request, 2)] ?? '')]);
  const { ids } = await read(api);
  expect(ids.toSorted()).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
});

it('a record that slips past a page border is found by another pass', async () => {
  const api = shifting((request) => (request === 0 ? ['a', 'b', 'c', 'd'] : ['c', 'a', 'b', 'd']));
  const { ids, warnings } = await read(api);
  expect(ids.toSorted()).toEqual(['a', 'b', 'c', 'd']);
  expect(api.requests).toHaveLength(4);
  expect(warnings).toEqual([]);
});

it('a record that is deleted while the list is read costs no other one, however the counts agree', async () => {
  const api = shifting((request) => (request === 0 ? ['a', 'b', 'c', 'd', 'e'] : ['b', 'c', 'd', 'e']));
  const { ids, warnings } = await read(api);
  expect(ids.toSorted()).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(api.requests).toHaveLength(4);
  expect(warnings).toEqual([]);
});

it('a record of an earlier pass that is gone does not stand in for one that a later pass has missed', async () => {
  const orders = ['abcde', 'bcde', 'bdce', 'cbde', 'bcde'];
  const api = shifting((request) => [...(orders[Math.min(request, 4)] ?? '')]);
  const { ids } = await read(api);
  expect(ids.toSorted()).toEqual(['a', 'b', 'c', 'd', 'e']);
});

it('a record that changes between two passes comes once, and one without an id is known by what it holds', async () => {
  const api = new ScriptedApi(({ query }, index) => {
    const rows = [{ id: 'a', name: `name ${index}` }, { name: 'b' }, { name: 'c' }, { id: 'd' }];
    const page = Number(query?.page ?? 1);
    return { data: rows.slice(2 * page - 2, 2 * page), total_count: 5, pages: { page, total_pages: 2 } };
  });
  const { records } = await read(api);
  expect(records).toEqual([{ id: 'a', name: 'name 0' }, { name: 'b' }, { name: 'c' }, { id: 'd' }]);
});

it('a list in one page that holds as many records as it counts is not told', async () => {
  const { warnings } = await read(new ScriptedApi((): Body => ({ data: [{ id: '1' }], total_count: 1, pages: null })));
  expect(warnings).toEqual([]);
});

it('a list whose count never fits is read three times, then ends well with a warning', async () => {
  const api = shifting(() => ['a', 'b', 'c'], 5);
  const { ids, warnings, error } = await read(api);
  expect(ids).toEqual(['a', 'b', 'c']);
  expect(api.requests).toHaveLength(6);
  expect(warnings).toEqual([expect.stringContaining('/things counts 5 records, but brought only 3.')]);
  expect(error).toBeUndefined();
});

it('a list in one page that counts more than it holds is told as well', async () => {
  const api = new ScriptedApi((): Body => ({ data: [{ id: '1' }], total_count: 2, pages: null }));
  const { ids, warnings } = await read(api);
  expect(ids).toEqual(['1']);
  expect(warnings).toEqual([
    '/things counts 2 records, but brought only 1. It counts records that it does not show, such as archived ones.',
  ]);
});
