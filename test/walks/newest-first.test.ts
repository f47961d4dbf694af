import { expect, it } from 'vitest';
import type { Body } from '../../src/intercom/api.ts';
import { newestFirst } from '../../src/walks/newest-first.ts';
import { toSeconds } from '../../src/walks/walk.ts';
import { contextOf, idsOf, progressOf, readAll } from './support/reading.ts';
import { ScriptedApi } from './support/scripted-api.ts';

const options = {
  name: 'things',
  path: '/things',
  recordsAt: ['things', 'data'],
  perPage: 2,
  time: ({ at }: Body) => toSeconds(at),
};
const things = newestFirst(options);

/** A record per second, named after it. */
const record = (at: number, name = String(at)): Body => ({ id: name, at });
const records = (...times: number[]) => times.map((at) => record(at));

/** Pages of two, by number; `rows` gives the list as it is at a request. */
function pagesOf(rows: (request: number) => readonly Body[]): ScriptedApi {
  return new ScriptedApi(({ query }, index) => {
    const all = rows(index);
    const page = Number(query?.page ?? 1);
    return { things: all.slice(2 * page - 2, 2 * page), pages: { page, total_pages: Math.ceil(all.length / 2) } };
  });
}

async function read(api: ScriptedApi, from = 0, walk = things) {
  const context = contextOf(api);
  const reading = await readAll(walk, progressOf([{ from, to: 1_000 }]), context);
  const pages = api.requests.map(({ query }) => Number(query?.page ?? 1));
  return { ...reading, ids: idsOf(reading.records), pages, warnings: context.warnings, error: reading.error };
}

it('reads the list to its end, then looks once at its head again', async () => {
  const { ids, pages, warnings } = await read(pagesOf(() => records(9, 8, 7, 6, 5)));
  expect(ids).toEqual(['9', '8', '7', '6', '5']);
  expect(pages).toEqual([1, 2, 3, 1]);
  expect(warnings).toEqual([]);
});

it('a list in one page takes one call', async () => {
  const { ids, pages } = await read(pagesOf(() => records(9, 8)));
  expect(ids).toEqual(['9', '8']);
  expect(pages).toEqual([1]);
});

it('an empty list takes one call', async () => {
  expect(await read(pagesOf(() => []))).toMatchObject({ ids: [], pages: [1], warnings: [] });
});

it('ends at the first record that is older than the range, which begins with its first second', async () => {
  const { ids, pages, warnings } = await read(
    pagesOf(() => records(9, 8, 7, 6, 5, 4, 3)),
    6,
  );
  expect(ids).toEqual(['9', '8', '7', '6']);
  expect(pages).toEqual([1, 2, 3, 1]);
  expect(warnings).toEqual([]);
});

it('brings records that are newer than the end of the range, too', async () => {
  const { ids } = await read(pagesOf(() => records(2_000, 9)));
  expect(ids).toEqual(['2000', '9']);
});

it('reads nothing where nothing is left to read', async () => {
  const api = pagesOf(() => records(9));
  const { records: none } = await readAll(things, progressOf([]), contextOf(api));
  expect([none, api.requests]).toEqual([[], []]);
});

it.each<[string, number, readonly number[]]>([
  ['inside a page', 6, [9, 8, 5, 7, 4, 6]],
  ['from old to new', 6, [4, 5, 6, 7, 8, 9]],
  ['from page to page', 6, [9, 7, 8, 6, 5, 4]],
])('a list that is out of order %s is read to its end, with one warning', async (_, from, times) => {
  const { ids, warnings, pages } = await read(
    pagesOf(() => records(...times)),
    from,
  );
  expect(ids.toSorted()).toEqual(['6', '7', '8', '9']);
  expect(pages).toEqual([1, 2, 3]);
  expect(warnings).toEqual([expect.stringContaining('/things is not sorted from new to old')]);
});

it('records of the same second, and records without a time, are in order and come once', async () => {
  const rows = [record(9, 'a'), { id: 'b' }, record(9, 'c'), record(9, 'd'), record(3, 'e')];
  const { ids, warnings } = await read(
    pagesOf(() => rows),
    5,
  );
  expect(ids).toEqual(['a', 'b', 'c', 'd']);
  expect(warnings).toEqual([]);
});

it.each([
  ['one record', [10]],
  ['as many records as fill a page', [11, 10]],
  ['more records than fill a page', [13, 12, 11, 10]],
])('%s added at the head between two pages: nothing is missed, comes twice or is out of order', async (_, added) => {
  const old = records(9, 8, 7, 6, 5);
  const { ids, warnings } = await read(
    pagesOf((request) => (request === 0 ? old : [...records(...added), ...old])),
    6,
  );
  expect(ids.toSorted()).toEqual(idsOf([...records(...added), ...old.slice(0, 4)]).toSorted());
  expect(warnings).toEqual([]);
});

it('a record that moves to the head while later pages are read is found there', async () => {
  const before = records(9, 8, 7, 6, 5, 4);
  // 5 is changed before its page is read.
  const after = [record(10, '5'), ...records(9, 8, 7, 6, 4)];
  const { records: read5, ids } = await read(pagesOf((request) => (request < 2 ? before : after)));
  expect(ids.toSorted()).toEqual(['4', '5', '6', '7', '8', '9']);
  expect(read5.find(({ id }) => id === '5')).toEqual(record(10, '5'));
});

it('a record that comes again with another time is another version of it', async () => {
  const before = records(9, 8, 7);
  const after = [record(10, '8'), ...records(9, 7)];
  const { records: versions } = await read(pagesOf((request) => (request === 0 ? before : after)));
  expect(versions.filter(({ id }) => id === '8')).toEqual([record(8), record(10, '8')]);
});

it('a list that never stops changing ends after three passes, with a warning', async () => {
  const rows = records(...Array.from({ length: 6 }, (_, index) => 6 - index));
  const api = pagesOf((request) => [record(100 + request), ...rows, ...records(0)]);
  const { ids, warnings, error } = await read(api);
  expect(error).toBeUndefined();
  expect(ids).toEqual(expect.arrayContaining(idsOf(rows)));
  expect(api.requests.length).toBeLessThan(15);
  expect(warnings).toEqual([expect.stringContaining('/things kept changing')]);
});

it('a full last page may lead to an empty one', async () => {
  const api = new ScriptedApi(({ query }) =>
    query?.starting_after === undefined
      ? { data: records(9, 8), pages: { next: { starting_after: 'last' } } }
      : { data: [], pages: { next: null } },
  );
  expect((await read(api)).ids).toEqual(['9', '8']);
});

it('asks for its page size and for what the range adds to the query, on each page', async () => {
  const api = pagesOf(() => records(9, 8, 7));
  const filtered = newestFirst({ ...options, query: (from) => ({ updated_since: from - 1 }) });
  await read(api, 6, filtered);
  const query = { per_page: 2, updated_since: 5 };
  expect(api.requests.map((request) => request.query)).toEqual([query, { ...query, page: '2' }, query]);
});

it('says that it uses the range, cannot be resumed, and dates records as it sorts them', () => {
  expect(things).toMatchObject({ isBare: true, usesRange: true, isResumable: false });
  expect(things.changedAt({ at: '2025-07-17T15:30:24.000Z' })).toBe(1_752_766_224);
  expect(things.probe(0)).toEqual({ method: 'GET', path: '/things', query: { per_page: 1 } });
});
