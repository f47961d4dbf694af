import { expect, it } from 'vitest';
import type { Body } from '../../src/intercom/api.ts';
import { list } from '../../src/walks/list.ts';
import { contextOf, idsOf, progressOf, readAll } from './support/reading.ts';
import { ScriptedApi } from './support/scripted-api.ts';

const things = list({ name: 'things', path: '/things', recordsAt: 'data', query: { include_count: true } });

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

async function read(api: ScriptedApi) {
  const context = contextOf(api);
  const reading = await readAll(things, progressOf([]), context);
  return { ...reading, ...context, ids: idsOf(reading.records) };
}

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
  expect(warnings).toEqual([expect.stringContaining('only 2 came')]);
});

it('a list of several pages is gone through once when nothing is missing', async () => {
  const api = shifting(() => ['a', 'b', 'c', 'd', 'e']);
  const { ids, warnings } = await read(api);
  expect(ids).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(api.requests).toHaveLength(3);
  expect(warnings).toEqual([]);
});

it('a record that comes twice because the list shifts is written once', async () => {
  const api = shifting((request) => (request === 0 ? ['a', 'b', 'c'] : ['new', 'a', 'b', 'c']));
  const { ids } = await read(api);
  expect(ids.toSorted()).toEqual(['a', 'b', 'c', 'new']);
});

it('a record that slips past a page border is found by another pass', async () => {
  const api = shifting((request) => (request === 0 ? ['a', 'b', 'c', 'd'] : ['c', 'a', 'b', 'd']));
  const { ids, warnings } = await read(api);
  expect(ids.toSorted()).toEqual(['a', 'b', 'c', 'd']);
  expect(api.requests).toHaveLength(4);
  expect(warnings).toEqual([]);
});

it('what three passes do not find is told', async () => {
  const api = shifting(() => ['a', 'b', 'c'], 5);
  const { ids, warnings, error } = await read(api);
  expect(ids).toEqual(['a', 'b', 'c']);
  expect(api.requests).toHaveLength(6);
  expect(warnings).toEqual([expect.stringContaining('/things counts 5 records, but only 3 came in 3 passes')]);
  expect(error).toBeUndefined();
});

it('a list in one page that counts more than it holds is told as well', async () => {
  const api = new ScriptedApi((): Body => ({ data: [{ id: '1' }], total_count: 2, pages: null }));
  const { ids, warnings } = await read(api);
  expect(ids).toEqual(['1']);
  expect(warnings).toHaveLength(1);
});
