import { expect, it } from 'vitest';
import type { Api } from '../../../src/intercom/api.ts';
import { Lease, MemoryBudget } from '../../../src/intercom/pace/memory-budget.ts';
import type { Gap, Mode } from '../../../src/progress/progress.ts';
import { search } from '../../../src/walks/search/search.ts';
import { contextOf, idsOf, progressOf, readAll } from '../support/reading.ts';
import { ScriptedApi } from '../support/scripted-api.ts';
import { refusal, SearchServer, type Timed, timeOut } from '../support/search-server.ts';

const rows = search({ name: 'rows', path: '/rows/search', recordsAt: 'data', query: { some: 'thing' } });
const rowsByDay = search({ name: 'rows', path: '/rows/search', recordsAt: 'data', comparesDays: true });

/** One record a second, from second 1,000 on. */
function aRecordASecond(count: number): Timed[] {
  return Array.from({ length: count }, (_, index) => ({
    id: String(index),
    created_at: 1_000 + index,
    updated_at: 1_000 + index,
  }));
}

async function read(server: SearchServer, gap: Gap, mode: Mode = 'incremental', walk = rows) {
  const context = contextOf(server);
  const reading = await readAll(walk, progressOf([gap], mode), context);
  return { ...reading, ids: new Set(idsOf(reading.records)), warnings: context.warnings };
}

it('sends the same query and order with every page, and 150 records a page', async () => {
  const server = new SearchServer(aRecordASecond(400));
  await read(server, { from: 1_000, to: 2_000 });
  expect(server.requests).toHaveLength(3);
  expect(server.requests.every(({ query }) => query?.some === 'thing')).toBe(true);
  for (const { query, sort, pagination } of server.asked) {
    expect(query).toEqual(server.asked[0]?.query);
    expect(sort).toEqual({ field: 'updated_at', order: 'ascending' });
    expect(pagination.per_page).toBe(150);
  }
});

it('a full refresh goes by creation, which does not move when records are changed meanwhile', async () => {
  const server: SearchServer = new SearchServer(aRecordASecond(600), {
    onPage: () => {
      const changed = server.records.map((row, index) => (index % 20 === 7 ? { ...row, updated_at: 9_000 } : row));
      server.records.splice(0, changed.length, ...changed);
    },
  });
  const { ids } = await read(server, { from: 1_000, to: 2_000 }, 'full_refresh');
  expect(ids.size).toBe(600);
  expect(server.asked[0]?.sort.field).toBe('created_at');
});

it.each<[string, (a: Timed, b: Timed) => number]>([
  ['shuffled', (a, b) => ((Number(a.id) * 7_919) % 1_009) - ((Number(b.id) * 7_919) % 1_009)],
  ['right except for two', (a, b) => Number(swap(a.id)) - Number(swap(b.id))],
])('an order that is %s is noticed: it reads to the end and leaves nothing out', async (_, order) => {
  for (const walk of [rows, rowsByDay]) {
    const server = new SearchServer(aRecordASecond(1_000), { order });
    const { ids, warnings, progress, error } = await read(server, { from: 1_100, to: 1_900 }, 'incremental', walk);
    expect(error).toBeUndefined();
    expect(ids.size).toBe(800);
    expect(progress.gaps).toEqual([]);
    expect(warnings).toEqual([expect.stringContaining('did not keep the order of updated_at')]);
  }
});

const people = search({ name: 'people', path: '/people/search', recordsAt: 'data', comparesDays: true });
const tied = (count: number, time: number) =>
  Array.from({ length: count }, (_, index) => ({ id: `${time} ${index}`, updated_at: time }));
const then = (token: string) => ({ pages: { next: { starting_after: token } } });

it.each([{}, { pages: {} }, { pages: { next: null } }, { pages: { page: 1, total_pages: 20 } }])(
  'a full page that leads nowhere (%j) while more records are counted is a failure and not the end',
  async (envelope) => {
    const api = new ScriptedApi(() => ({ data: tied(150, 50), total_count: 3_000, ...envelope }));
    const { error, progress } = await readAll(people, progressOf([{ from: 0, to: 400_000 }]), contextOf(api));
    expect(error).toMatchObject({ failureType: 'transient_error', message: expect.stringContaining('150 of 3000') });
    expect(progress.gaps).not.toEqual([]);
  },
);

it('a page of equal times tells nothing of the order: newest first, it reads on', async () => {
  const api = new ScriptedApi((_, index) =>
    index === 0 ? { data: tied(150, 50), ...then('a') } : { data: tied(1, 120) },
  );
  const { records } = await readAll(people, progressOf([{ from: 100, to: 200 }]), contextOf(api));
  expect(idsOf(records)).toContain('120 0');
});

it.each([
  ['empty', () => []],
  ['the same', () => tied(150, 150)],
])('pages that are %s, with ever new tokens, are a failure and not a loop', async (_, data) => {
  const api = new ScriptedApi((_request, index) => ({ data: data(), ...then(`t${index}`) }));
  const { error } = await readAll(people, progressOf([{ from: 100, to: 400_000 }]), contextOf(api));
  expect(error).toMatchObject({ failureType: 'transient_error' });
  expect(api.requests.length).toBeLessThan(12);
});

it('once the order is broken, a kill leaves the gap open from its start', async () => {
  const things = search({ name: 'things', path: '/things/search', recordsAt: 'data' });
  const times = [
    [10, 20],
    [15, 30],
    [12, 40],
  ];
  const api = new ScriptedApi((_, index) => ({
    data: times[index]?.map((time) => ({ id: String(time), updated_at: time })),
    pages: { next: { starting_after: `after ${index}` } },
  }));
  const { progress } = await readAll(things, progressOf([{ from: 5, to: 100 }]), contextOf(api), 2);
  expect(progress.gaps).toMatchObject([{ from: 5, to: 100, resume: { token: 'after 1' } }]);
});

it('an order that is turned round is noticed', async () => {
  const server = new SearchServer(aRecordASecond(1_000), { order: (a, b) => Number(b.id) - Number(a.id) });
  const { ids, warnings, progress } = await read(server, { from: 1_100, to: 1_900 });
  expect(ids.size).toBe(800);
  expect(progress.gaps).toEqual([]);
  expect(warnings).toHaveLength(1);
});

function swap(id: string): string {
  return id === '120' ? '890' : id === '890' ? '120' : id;
}

it('a record without a time is kept', async () => {
  const server = new SearchServer([...aRecordASecond(300), { id: 'timeless' }]);
  const { ids, progress } = await read(server, { from: 1_000, to: 1_300 });
  expect(ids.size).toBe(301);
  expect(progress.gaps).toEqual([]);
});

it('a page token that is refused is replaced by a search by value, whether oldest or newest first', async () => {
  for (const walk of [rows, rowsByDay]) {
    const server = new SearchServer(aRecordASecond(1_000), {
      onPage: ({ request }) => {
        const { pagination } = request.body as { pagination: { starting_after?: string } };
        if (pagination.starting_after !== undefined) throw refusal(400, 'parameter_invalid');
      },
    });
    const { ids, error, progress } = await read(server, { from: 1_000, to: 2_000 }, 'incremental', walk);
    expect(error).toBeUndefined();
    expect(ids.size).toBe(1_000);
    expect(progress.gaps).toEqual([]);
    expect(server.requests.length).toBeLessThan(20);
  }
});

it('an old page token in the state that is refused costs a search by value and nothing else', async () => {
  const records = aRecordASecond(1_000);
  const first = await readAll(rows, progressOf([{ from: 1_000, to: 2_000 }]), contextOf(new SearchServer(records)), 3);
  const server = new SearchServer(records);
  const [gap] = first.progress.gaps;
  expect(gap?.resume).toMatchObject({ since: 1_000 });
  const second = await read(server, { from: gap?.from ?? 0, to: 2_000, resume: { since: 1_000, token: 'gone' } });
  expect(new Set([...idsOf(first.records), ...second.ids]).size).toBe(1_000);
  expect(second.ids.size).toBeLessThan(560);
});

it('tokens that are refused without end are a failure and not a loop', async () => {
  const records = aRecordASecond(1_000).map((row) => ({ ...row, updated_at: 1_500 }));
  const server = new SearchServer(records, {
    onPage: ({ request }) => {
      if (JSON.stringify(request.body).includes('starting_after')) throw refusal(400);
    },
  });
  const { error, progress } = await read(server, { from: 1_000, to: 2_000 });
  expect(error).toMatchObject({ status: 400 });
  expect(progress.gaps).toEqual([expect.objectContaining({ from: 1_500, to: 2_000 })]);
  expect(server.requests.length).toBeLessThan(12);
});

it('the same page token again and again is a failure and not a loop', async () => {
  const server = new SearchServer(aRecordASecond(1_000));
  const send = server.send.bind(server);
  server.send = async (request) => {
    const body = await send({ ...request, body: { ...request.body, pagination: { per_page: 150 } } });
    return { ...body, pages: { next: { starting_after: 'the same' } } };
  };
  const { error } = await read(server, { from: 1_000, to: 2_000 });
  expect(error).toMatchObject({ failureType: 'transient_error' });
  expect(server.requests.length).toBeLessThan(6);
});

it('a killed read loses none of the records that share the second it had come to', async () => {
  const records = aRecordASecond(900).map((row, index) => ({ ...row, updated_at: 1_000 + Math.floor(index / 200) }));
  for (let most = 1; most < 6; most += 1) {
    const first = await readAll(
      rows,
      progressOf([{ from: 1_000, to: 2_000 }]),
      contextOf(new SearchServer(records)),
      most,
    );
    // The token may be lost or refused: the seconds alone must be enough.
    const gaps = first.progress.gaps.map(({ from, to }) => ({ from, to }));
    const second = await readAll(rows, { ...first.progress, gaps }, contextOf(new SearchServer(records)));
    expect(new Set([...idsOf(first.records), ...idsOf(second.records)]).size).toBe(900);
  }
});

it('a large gap is read by several readers at once, and a small one by one', async () => {
  let inFlight = 0;
  let most = 0;
  const server = new SearchServer(aRecordASecond(3_000), { total: 1_000_000 });
  const send = server.send.bind(server);
  server.send = async (request) => {
    inFlight += 1;
    most = Math.max(most, inFlight);
    await new Promise((resolve) => setImmediate(resolve));
    inFlight -= 1;
    return send(request);
  };
  expect((await read(server, { from: 1_000, to: 4_000 })).ids.size).toBe(3_000);
  expect(most).toBe(8);
});

it('a search that reads everything ends although each page shows more than its total says', async () => {
  const server = new SearchServer(aRecordASecond(500), { total: 0 });
  expect((await read(server, { from: 0, to: 5_000 })).ids.size).toBe(500);
});

/** A server on which each page that holds the record, and is larger than `atMost`, fails. */
function poisoned(records: Timed[], id: string, atMost: number, ties: 'turned' | 'kept' = 'turned', status?: number) {
  return new SearchServer(records, {
    ties,
    onPage: ({ records: page, perPage }) => {
      if (perPage > atMost && page.some((record) => record.id === id)) throw status ? refusal(status) : timeOut();
    },
  });
}

it.each([50, 10, 1])('a page that only gets through at %i records does, and the others stay large', async (atMost) => {
  const server = poisoned(aRecordASecond(3_000), '777', atMost);
  const { ids, error } = await read(server, { from: 1_000, to: 4_000 });
  expect(error).toBeUndefined();
  expect(ids.size).toBe(3_000);
  expect(server.requests.length).toBeLessThan(20 + 32);
});

it('no page that may be asked for in smaller pieces is asked for as often as the smallest', async () => {
  const server = poisoned(aRecordASecond(300), '7', 0);
  await read(server, { from: 1_000, to: 4_000 });
  for (const { body, attempts } of server.requests) {
    const { pagination } = body as unknown as { pagination: { per_page: number } };
    expect(attempts).toBe(pagination.per_page === 1 ? undefined : 3);
  }
});

it.each<[string, typeof rows, Mode, number | undefined]>([
  ['times out', rows, 'incremental', undefined],
  ['fails with 500', rows, 'full_refresh', 500],
  ['is said not to exist', rows, 'incremental', 404],
  ['times out, with days compared', rowsByDay, 'incremental', undefined],
  ['times out, with days compared, in a full refresh', rowsByDay, 'full_refresh', undefined],
])('a record that %s at any size costs only itself, and is asked for again', async (_, walk, mode, status) => {
  const records = aRecordASecond(3_000);
  const server = poisoned(records, '1500', 0, 'turned', status);
  const first = await read(server, { from: 1_000, to: 4_000 }, mode, walk);
  expect(first.error).toBeDefined();
  expect(first.ids.size).toBe(2_999);
  expect(first.progress.gaps).toEqual([expect.objectContaining({ from: 2_499, to: 2_502 })]);
  expect(server.requests.length).toBeLessThan(20 + 80);

  server.requests.length = 0;
  const second = await readAll(walk, first.progress, contextOf(server));
  expect(second.error).toBeDefined();
  expect(server.requests.length).toBeLessThan(16);
  expect(second.progress.gaps).toHaveLength(1);

  const cured = await readAll(walk, second.progress, contextOf(new SearchServer(records)));
  expect(idsOf(cured.records)).toContain('1500');
  expect(cured.progress.gaps).toEqual([]);
});

it('a poisoned record does not hold back the gaps of other readers', async () => {
  const server = poisoned(aRecordASecond(3_000), '100', 0);
  const gaps = [1_000, 2_000, 3_000].map((from) => ({ from, to: from + 1_000 }));
  const { records, error, progress } = await readAll(rows, progressOf(gaps), contextOf(server));
  expect(error).toMatchObject({ failureType: 'transient_error' });
  expect(new Set(idsOf(records)).size).toBe(2_999);
  expect(progress.gaps).toHaveLength(1);
});

it('where ties keep their order, those behind a poisoned record wait in the progress until it passes', async () => {
  const records = aRecordASecond(4_000).map((row, index) => ({
    ...row,
    updated_at: index < 3_000 ? 5_000 : 6_000 + index,
  }));
  const server = poisoned(records, '1500', 0, 'kept');
  const first = await read(server, { from: 1_000, to: 20_000 });
  expect(first.error).toMatchObject({ failureType: 'transient_error' });
  expect(first.ids.size).toBe(1_500 + 1_000);
  expect(first.progress.gaps).toEqual([expect.objectContaining({ from: 5_000, to: 5_001 })]);
  const second = await readAll(rows, first.progress, contextOf(new SearchServer(records, { ties: 'kept' })));
  expect(new Set([...first.ids, ...idsOf(second.records)]).size).toBe(4_000);
});

it('until the order shows, a kill leaves the whole gap open', async () => {
  const api = new ScriptedApi((_, index) => ({ data: tied(150, index === 0 ? 250 : 260), ...then(`t${index}`) }));
  const { progress } = await readAll(rows, progressOf([{ from: 100, to: 200 }]), contextOf(api), 1);
  expect(progress.gaps).toMatchObject([{ from: 100, to: 200 }]);
  const older = new ScriptedApi(() => ({ data: tied(150, 50), ...then('a') }));
  const newestFirst = await readAll(people, progressOf([{ from: 100, to: 200 }]), contextOf(older), 1);
  expect(newestFirst.progress.gaps).toEqual([{ from: 100, to: 200 }]);
});

it('gaps of an update are cut from the creation of the workspace on, as those of a full refresh are', async () => {
  for (const mode of ['incremental', 'full_refresh'] as const) {
    const server = new SearchServer(aRecordASecond(3_000), { total: 15_000 });
    const context = contextOf(server, { workspaceCreatedAt: 1_000_000 });
    await readAll(rows, progressOf([{ from: 0, to: 2_000_000 }], mode, { since: 0 }), context);
    expect(context.debugs[0]).toContain('1149 to 1500000, 1500000 to 2000000');
  }
});

it('tells of each split at debug level, with the walk and the edges', async () => {
  const server = new SearchServer(aRecordASecond(3_000), { total: 15_000 });
  const context = contextOf(server);
  await readAll(rows, progressOf([{ from: 1_000, to: 4_000 }]), context);
  expect(context.debugs[0]).toBe('rows: split a gap into 2, in Unix seconds: 1149 to 2574, 2574 to 4000.');
});

it('tells at debug level when it goes on from the other end, and why', async () => {
  const context = contextOf(new SearchServer(aRecordASecond(3), { total: 4 }));
  await readAll(rows, progressOf([{ from: 0, to: 4_000 }]), context);
  expect(context.debugs).toEqual([
    expect.stringContaining(
      'rows: trying the other end. Intercom ended the search of /rows/search after 3 of 4 records.',
    ),
  ]);
});

it('the memory of an answer that is no page is given back', async () => {
  const budget = new MemoryBudget();
  const api: Api = {
    async send(_, caller) {
      if (caller instanceof Lease) caller.add(1_000);
      return { data: 'no list' };
    },
  };
  const context = contextOf(api, { lease: () => budget.lease('rows') });
  const { error } = await readAll(rows, progressOf([{ from: 0, to: 100 }]), context);
  expect(error).toMatchObject({ failureType: 'system_error' });
  expect(budget.held).toBe(0);
});
