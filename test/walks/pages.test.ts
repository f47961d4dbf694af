import { expect, it } from 'vitest';
import type { ApiRequest, Body } from '../../src/intercom/api.ts';
import { readPages, recordsOf, totalOf } from '../../src/walks/pages.ts';
import { contextOf } from './support/reading.ts';
import { ScriptedApi } from './support/scripted-api.ts';

const first: ApiRequest = { method: 'GET', path: '/things', query: { model: 'x', per_page: 2 } };

async function read(answers: readonly Body[]) {
  const api = new ScriptedApi((_, index) => answers[Math.min(index, answers.length - 1)] ?? {});
  const ids: unknown[] = [];
  for await (const { records } of readPages(contextOf(api), first, ['data'])) ids.push(...records.map(({ id }) => id));
  return { ids, queries: api.requests.map(({ query }) => query) };
}

const rows = (...ids: number[]) => ({ data: ids.map((id) => ({ id })) });

it.each<[string, Body, ApiRequest['query']]>([
  ['an object with a token', { pages: { next: { page: 2, starting_after: 'abc' } } }, { starting_after: 'abc' }],
  ['a link', { pages: { next: 'https://api.intercom.io/things?page=2&per_page=2' } }, { page: '2', per_page: '2' }],
  ['page numbers alone', { pages: { page: 1, total_pages: 2 } }, { page: '2' }],
  ['page numbers beside the records', { page: 1, total_pages: 2 }, { page: '2' }],
])('follows %s, and keeps the rest of the query', async (_, paging, step) => {
  const { ids, queries } = await read([
    { ...rows(1, 2), ...paging },
    { ...rows(3), pages: { next: null } },
  ]);
  expect(ids).toEqual([1, 2, 3]);
  expect(queries).toEqual([first.query, { ...first.query, ...step }]);
});

it.each<[string, Body]>([
  ['null', { pages: { next: null } }],
  ['missing', { pages: { page: 1, total_pages: 1 } }],
  ['missing with all of pages', {}],
])('ends where next is %s', async (_, paging) => {
  expect((await read([{ ...rows(1), ...paging }])).ids).toEqual([1]);
});

it('goes on past one empty page, and ends on a second one whatever it points to', async () => {
  const { ids } = await read([
    { ...rows(1), pages: { next: { starting_after: 'a' } } },
    { ...rows(), pages: { next: { starting_after: 'b' } } },
    { ...rows(2), pages: { next: { starting_after: 'c' } } },
    { ...rows(), pages: { next: { starting_after: 'd' } } },
    { ...rows(), pages: { next: { starting_after: 'e' } } },
    rows(3),
  ]);
  expect(ids).toEqual([1, 2]);
});

it('fails when a page leads back to itself', async () => {
  const circle = { ...rows(1), pages: { next: { starting_after: 'again' } } };
  await expect(read([circle])).rejects.toMatchObject({ failureType: 'transient_error' });
});

it.each([{}, { data: null }, { data: 'moved' }])(
  'takes the records under the first key that has some, beside %j',
  (rest) => {
    const body = { ...rest, companies: [{ id: 1 }] };
    expect(recordsOf(body, ['data', 'companies'], '/x')).toEqual([{ id: 1 }]);
    expect(recordsOf({ ...body, data: [] }, ['data', 'companies'], '/x')).toEqual([]);
  },
);

it.each([{}, { data: null }, { data: {} }, { data: ['text'] }, { errors: [] }])(
  'an answer without a list of records, such as %j, is a failure and not an empty list',
  (body) => {
    expect(() => recordsOf(body, ['data'], '/things')).toThrow(/holds no list of records/);
  },
);

it('a total is a number or unknown', () => {
  expect([{ total_count: 3 }, { total_count: null }, {}].map(totalOf)).toEqual([3, undefined, undefined]);
});
