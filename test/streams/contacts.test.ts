import { expect, it } from 'vitest';
import type { Body } from '../../src/intercom/api.ts';
import { contacts } from '../../src/streams/contacts/walk.ts';
import { contextOf, progressOf, readAll } from '../walks/support/reading.ts';
import { answering, ScriptedApi } from '../walks/support/scripted-api.ts';
import { refusal, timeOut } from '../walks/support/search-server.ts';

type Answers = Parameters<typeof answering>[0];

const whole = (...data: Body[]) => ({ type: 'list', data, url: '/x', total_count: data.length, has_more: false });
const cut = (...data: Body[]) => ({ ...whole(...data), total_count: 12, has_more: true });

async function read(contact: Body, answers: Answers = {}) {
  const record = { type: 'contact', id: 'c1', updated_at: 1_000, ...contact };
  const api = answering({ '/contacts/search': { data: [record], total_count: 1 }, ...answers });
  const reading = await readAll(contacts, progressOf([{ from: 0, to: 2_000 }]), contextOf(api));
  return { ...reading, record: reading.records[0], calls: api.requests.slice(1) };
}

const tag = (id: number) => ({ type: 'tag', id: String(id), url: `/tags/${id}` });

it('asks for the merge history with each search', async () => {
  const api = answering({ '/contacts/search': { data: [] } });
  await readAll(contacts, progressOf([{ from: 0, to: 2_000 }]), contextOf(api));
  expect(api.requests[0]?.query).toEqual({ include_merge_history: true });
});

it('a contact whose lists are whole costs no call', async () => {
  const lists = { tags: whole(tag(1)), companies: whole(), notes: whole() };
  const { record, calls } = await read(lists);
  expect(record).toMatchObject(lists);
  expect(calls).toEqual([]);
});

it('a list that has more is read to its end and kept in the shape of an embedded one', async () => {
  const { record, calls } = await read(
    { tags: cut(tag(1)), companies: cut(), notes: whole() },
    {
      '/contacts/c1/tags': { data: [1, 2, 3].map((id) => ({ ...tag(id), name: 'vip', applied_at: 5 })) },
      '/contacts/c1/companies': ({ query }) => ({
        companies: [{ type: 'company', id: `k${query?.page ?? 1}`, name: 'A company', plan: {} }],
        pages: { page: Number(query?.page ?? 1), total_pages: 3 },
      }),
    },
  );
  expect(record?.notes).toEqual(whole());
  expect(record?.tags).toEqual({ ...whole(tag(1), tag(2), tag(3)), url: '/contacts/c1/tags' });
  expect(record?.companies).toMatchObject({
    data: [1, 2, 3].map((page) => ({ type: 'company', id: `k${page}`, url: `/companies/k${page}` })),
    total_count: 3,
    has_more: false,
  });
  expect(calls).toHaveLength(4);
});

it.each([undefined, null, {}, { data: [] }])('absent is not empty: a list that is %j is asked for', async (list) => {
  const { record, calls } = await read(
    { tags: list, companies: whole(), notes: whole() },
    { '/contacts/c1/tags': { data: [tag(4)] } },
  );
  expect(record?.tags).toMatchObject({ data: [tag(4)], has_more: false });
  expect(calls).toHaveLength(1);
});

it('a list that counts more than its own endpoint has is complete with its last page', async () => {
  const data = Array.from({ length: 11 }, (_, index) => tag(index));
  const embedded = { ...cut(...data.slice(0, 10)), total_count: 14 };
  const { record, error, progress, calls } = await read(
    { tags: embedded, companies: whole(), notes: whole() },
    { '/contacts/c1/tags': { data, total_count: 14 } },
  );
  expect(record?.tags).toMatchObject({ data, total_count: 11, has_more: false });
  expect(calls).toHaveLength(1);
  expect([error, progress.retry]).toEqual([undefined, []]);
});

it('asks for pages of 50 where a list has pages, and keeps each of its records once', async () => {
  const { record, calls } = await read(
    { tags: cut(), companies: whole(), notes: cut() },
    {
      '/contacts/c1/tags': { data: [tag(1)] },
      '/contacts/c1/notes': ({ query }) => ({
        data: [{ type: 'note', id: '5' }],
        pages: { page: Number(query?.page ?? 1), total_pages: 2 },
      }),
    },
  );
  expect(calls.map(({ path, query }) => [path, query])).toEqual([
    ['/contacts/c1/tags', undefined],
    ['/contacts/c1/notes', { per_page: 50 }],
    ['/contacts/c1/notes', { per_page: 50, page: '2' }],
  ]);
  expect(record?.notes).toMatchObject({ data: [{ type: 'note', id: '5', url: '/notes/5' }], total_count: 1 });
});

it('a contact that leaves a company while its companies are read keeps all others', async () => {
  let companies = Array.from({ length: 60 }, (_, number) => ({ type: 'company', id: `k${number}` }));
  const { record, calls } = await read(
    { tags: whole(), companies: cut(), notes: whole() },
    {
      '/contacts/c1/companies': ({ query }) => {
        const page = Number(query?.page ?? 1);
        const data = companies.slice(50 * page - 50, 50 * page);
        const answer = { data, total_count: companies.length, pages: { page, total_pages: 2 } };
        companies = companies.filter(({ id }) => id !== 'k7');
        return answer;
      },
    },
  );
  const ids = Object(record?.companies).data.map(({ id }: Body) => id);
  expect(companies.filter(({ id }) => !ids.includes(id))).toEqual([]);
  expect(calls).toHaveLength(4);
});

it('contacts most of which are not found are not believed to be deleted: the read fails with its gap open', async () => {
  const data = Array.from({ length: 30 }, (_, index) => ({ id: `c${index}`, updated_at: 1_000, tags: cut() }));
  const api = new ScriptedApi(({ path }) => {
    if (path === '/contacts/search') return { data, total_count: 30 };
    throw refusal(404);
  });
  const { error, progress } = await readAll(contacts, progressOf([{ from: 0, to: 2_000 }]), contextOf(api));
  expect(error).toMatchObject({ message: expect.stringContaining('30 of 30') });
  expect(progress.gaps).toHaveLength(1);
});

it.each([404, 410])('a contact that is gone meanwhile (%i) keeps what was embedded', async (status) => {
  const lists = { tags: cut(tag(1)), companies: whole(), notes: whole() };
  const gone = refusal(status);
  const { record, error, progress } = await read(lists, { '/contacts/c1/tags': gone, '/contacts/c1': gone });
  expect([error, progress.retry]).toEqual([undefined, []]);
  expect(record).toMatchObject(lists);
});

it('a list that is said not to exist, of a contact that does, is asked for again by the next sync', async () => {
  const lists = { tags: cut(tag(1)), companies: whole(), notes: whole() };
  const { progress } = await read(lists, { '/contacts/c1/tags': refusal(404), '/contacts/c1': { id: 'c1' } });
  expect(progress.retry).toEqual(['c1']);
});

it('a contact whose list fails for good comes as it was listed, and is asked for again by the next sync', async () => {
  const lists = { tags: cut(tag(1)), companies: whole(), notes: whole() };
  const { record, progress } = await read(lists, { '/contacts/c1/tags': timeOut() });
  expect(record).toMatchObject(lists);
  expect(progress.retry).toEqual(['c1']);
});
