import { describe, expect, it } from 'vitest';
import type { Gap, Mode } from '../../../src/progress/progress.ts';
import { search } from '../../../src/walks/search/search.ts';
import { contextOf, idsOf, progressOf, readAll } from '../support/reading.ts';
import { ScriptedApi } from '../support/scripted-api.ts';
import { refusal, SearchServer, type Timed, timeOut } from '../support/search-server.ts';

const rows = search({ name: 'rows', path: '/rows/search', recordsAt: 'data' });
const rowsByDay = search({ name: 'rows', path: '/rows/search', recordsAt: 'data', comparesDays: true });
const DAY = 86_400;

/** One record every `step` seconds, from second 1,000 on. */
function recordsEvery(step: number, count: number): Timed[] {
  return Array.from({ length: count }, (_, index) => {
    const time = 1_000 + index * step;
    return { id: String(index), created_at: time, updated_at: time };
  });
}

function atOneSecond(count: number, time = 5_000): Timed[] {
  return recordsEvery(0, count).map((row) => ({ ...row, created_at: time, updated_at: time }));
}

async function read(server: SearchServer, gap: Gap, walk = rows, mode: Mode = 'incremental') {
  const context = contextOf(server);
  const reading = await readAll(walk, progressOf([gap], mode), context);
  return { ...reading, ids: new Set(idsOf(reading.records)) };
}

/** What is left after `pages` pages of a read, and the ids that they brought. */
async function killed(records: readonly Timed[], gap: Gap, pages: number, walk = rows) {
  const { progress, records: read } = await readAll(
    walk,
    progressOf([gap]),
    contextOf(new SearchServer(records)),
    pages,
  );
  return { progress, ids: idsOf(read) };
}

describe('an end with fewer records than are counted', () => {
  it.each<[string, typeof rows, Mode]>([
    ['incremental', rows, 'incremental'],
    ['full refresh', rows, 'full_refresh'],
    ['incremental, with days compared', rowsByDay, 'incremental'],
    ['full refresh, with days compared', rowsByDay, 'full_refresh'],
  ])('is read past when a ceiling of the API is no multiple of the page size (%s)', async (_, walk, mode) => {
    const server = new SearchServer(recordsEvery(600, 1_000), { ceiling: 400 });
    const { ids, error, progress } = await read(server, { from: 1_000, to: 700_000 }, walk, mode);
    expect(error).toBeUndefined();
    expect(ids.size).toBe(1_000);
    expect(progress.gaps).toEqual([]);
  });

  it.each([
    ['a multiple of the page size', 300],
    ['one page', 150],
  ])('is read past when the ceiling is %s', async (_, ceiling) => {
    const server = new SearchServer(recordsEvery(1, 2_000), { ceiling });
    const { ids, error, progress } = await read(server, { from: 1_000, to: 9_000 });
    expect(error).toBeUndefined();
    expect(ids.size).toBe(2_000);
    expect(progress.gaps).toEqual([]);
  });

  it('is read past in a short range that is read newest first', async () => {
    const server = new SearchServer(recordsEvery(60, 1_000), { ceiling: 400 });
    const { ids, error, progress } = await read(server, { from: 1_000, to: 1_000 + DAY }, rowsByDay);
    expect(server.asked[0]?.sort.order).toBe('descending');
    expect(error).toBeUndefined();
    expect(ids.size).toBe(1_000);
    expect(progress.gaps).toEqual([]);
  });

  it.each([
    ['turned', 1_000],
    ['kept', 1_000],
    ['turned', 5_000],
    ['kept', 5_000],
  ] as const)('is a failure when one second holds more than the ceiling (ties %s, gap from %i)', async (ties, from) => {
    const server = new SearchServer(atOneSecond(1_200), { ceiling: 400, ties });
    const { error, progress } = await read(server, { from, to: 9_000 });
    expect(error).toMatchObject({
      failureType: 'transient_error',
      message: expect.stringContaining('/rows/search after 400 of 1200 records'),
    });
    expect(progress.gaps).toEqual([{ from: 5_000, to: expect.any(Number) }]);
    expect(server.requests.length).toBeLessThan(20);
  });

  it('is a failure when one second in the middle holds more than the ceiling, and all else is read', async () => {
    const records = [...recordsEvery(1, 1_000), ...atOneSecond(1_200), ...recordsEvery(1, 1_000)].map((row, index) => ({
      ...row,
      id: String(index),
      updated_at: Number(row.updated_at) + (index >= 2_200 ? 8_000 : 0),
    }));
    const server = new SearchServer(records, { ceiling: 400 });
    const { ids, error, progress } = await read(server, { from: 1_000, to: 20_000 });
    expect(error).toMatchObject({ failureType: 'transient_error' });
    expect(ids.size).toBe(2_000 + 2 * 400);
    expect(progress.gaps).toEqual([{ from: 5_000, to: 5_001 }]);
  });

  it.each([
    ['oldest first', rows, { from: 0, to: 9_000 }],
    ['newest first', rowsByDay, { from: 0, to: 9_000 }],
  ] as const)('is believed when asking once more brings nothing new, %s', async (_, walk, gap) => {
    const records = recordsEvery(1, 40);
    const server = new SearchServer(records, { total: 41 });
    const { records: found, error, progress } = await read(server, gap, walk);
    expect(error).toBeUndefined();
    expect(progress.gaps).toEqual([]);
    expect(idsOf(found).toSorted()).toEqual(idsOf(records).toSorted());
    expect(server.requests).toHaveLength(2);
  });

  it('is believed when nothing at all came twice', async () => {
    const server = new SearchServer([], { total: 5 });
    const { error, progress } = await read(server, { from: 0, to: 9_000 });
    expect(error).toBeUndefined();
    expect(progress.gaps).toEqual([]);
    expect(server.requests).toHaveLength(2);
  });

  it('is a failure, and no loop, when the order is not kept and the count stays too high', async () => {
    const order = (a: Timed, b: Timed) => ((Number(a.id) * 7_919) % 1_009) - ((Number(b.id) * 7_919) % 1_009);
    const server = new SearchServer(recordsEvery(1, 400), { order, total: 401 });
    const { ids, error, progress } = await read(server, { from: 0, to: 9_000 });
    expect(ids.size).toBe(400);
    expect(error).toMatchObject({ message: expect.stringContaining('400 of 401') });
    expect(progress.gaps).toMatchObject([{ from: 0, to: 9_000 }]);
    expect(server.requests.length).toBeLessThan(8);
  });

  it('keeps the gap open from the last second until the question is answered', async () => {
    const server = new SearchServer(recordsEvery(1, 40), { total: 41 });
    const { progress } = await readAll(rows, progressOf([{ from: 0, to: 9_000 }]), contextOf(server), 1);
    expect(progress.gaps).toEqual([{ from: 1_039, to: 9_000 }]);
  });

  it('is a failure when the question is not answered', async () => {
    const server = new SearchServer(recordsEvery(1, 40), {
      total: 41,
      onPage: ({ request }) => {
        if (server.requests.length > 1 || request.body === undefined) throw timeOut();
      },
    });
    const { error, progress } = await read(server, { from: 0, to: 9_000 });
    expect(error).toMatchObject({ message: timeOut().message });
    expect(progress.gaps).toEqual([{ from: 1_039, to: 9_000 }]);
    expect(server.requests.length).toBeLessThan(16);
  });

  it('is a failure when the answer to the question goes in circles', async () => {
    const [first, ...more] = recordsEvery(1, 40);
    const api = new ScriptedApi((_, index) =>
      index === 0
        ? { data: [first], total_count: 40 }
        : { data: more.slice(0, 3).toReversed(), pages: { next: { starting_after: `t${index}` } } },
    );
    const { error, progress } = await readAll(rows, progressOf([{ from: 0, to: 9_000 }]), contextOf(api));
    expect(error).toMatchObject({ failureType: 'transient_error' });
    expect(progress.gaps).not.toEqual([]);
    expect(api.requests.length).toBeLessThan(8);
  });
});

describe('an end with as many records as are counted', () => {
  it.each([rows, rowsByDay])('costs no further call', async (walk) => {
    const server = new SearchServer(recordsEvery(600, 400));
    const { ids, progress } = await read(server, { from: 0, to: 400 * DAY }, walk);
    expect(ids.size).toBe(400);
    expect(progress.gaps).toEqual([]);
    expect(server.requests).toHaveLength(3);
  });
});

describe('the end of a search that an earlier sync began', () => {
  const gap = { from: 0, to: 400 * DAY };

  it.each([
    ['', rows, {}],
    [', with days compared', rowsByDay, {}],
    [' without a count', rows, { isCountAbsent: true }],
  ] as const)('costs one further call%s', async (_, walk, rules) => {
    const records = recordsEvery(600, 400);
    const first = await killed(records, gap, 1, walk);
    expect(first.progress.gaps).toMatchObject([{ resume: { since: 0 } }]);
    const server = new SearchServer(records, rules);
    const second = await readAll(walk, first.progress, contextOf(server));
    expect(second.error).toBeUndefined();
    expect(second.progress.gaps).toEqual([]);
    expect(new Set([...first.ids, ...idsOf(second.records)]).size).toBe(400);
    expect(server.requests).toHaveLength(2 + 1);
  });

  it('is checked by one reader, however many records are counted', async () => {
    const records = recordsEvery(1, 300);
    const { progress } = await killed(records, gap, 1);
    const context = contextOf(new SearchServer(records, { total: 60_000 }));
    const { error } = await readAll(rows, progress, context);
    expect(error).toBeUndefined();
    expect(context.debugs.filter((message) => message.includes('split'))).toEqual([]);
  });

  it('costs one further call when nothing is left but the end', async () => {
    const records = recordsEvery(1, 300);
    const token = JSON.stringify(records.at(-1));
    const server = new SearchServer(records);
    const { ids, error, progress } = await read(server, { from: 1_299, to: 9_000, resume: { since: 0, token } });
    expect(error).toBeUndefined();
    expect(progress.gaps).toEqual([]);
    expect(ids).toEqual(new Set(['299']));
    expect(server.requests).toHaveLength(2);
  });

  it('costs no further call where a record beyond the range has shown that the range is read', async () => {
    const records = recordsEvery(1, 600);
    const first = await killed(records, { from: 1_000, to: 1_400 }, 1);
    const server = new SearchServer(records);
    const second = await readAll(rows, first.progress, contextOf(server));
    expect(second.progress.gaps).toEqual([]);
    expect(new Set([...first.ids, ...idsOf(second.records)]).size).toBe(400);
    expect(server.requests).toHaveLength(2);
  });

  it('is read past when a ceiling made it', async () => {
    const records = recordsEvery(1, 1_000);
    for (let pages = 1; pages < 12; pages += 1) {
      const server = () => new SearchServer(records, { ceiling: 400 });
      const first = await readAll(rows, progressOf([{ from: 0, to: 9_000 }]), contextOf(server()), pages);
      const second = await readAll(rows, first.progress, contextOf(server()));
      expect(second.error).toBeUndefined();
      expect(second.progress.gaps).toEqual([]);
      expect(new Set([...idsOf(first.records), ...idsOf(second.records)]).size).toBe(1_000);
    }
  });
});

describe('an end without a count', () => {
  const uncounted = (count: number, ceiling?: number) =>
    new SearchServer(recordsEvery(1, count), { isCountAbsent: true, ceiling });

  it('is believed when the search brought less than a page', async () => {
    const server = uncounted(149);
    expect((await read(server, { from: 0, to: 9_000 })).ids.size).toBe(149);
    expect(server.requests).toHaveLength(1);
  });

  it.each([300, 350])('is asked about after a page or more, and read past (ceiling %i)', async (ceiling) => {
    const { ids, progress } = await read(uncounted(1_000, ceiling), { from: 0, to: 9_000 });
    expect(ids.size).toBe(1_000);
    expect(progress.gaps).toEqual([]);
  });

  it('is believed when asking once more brings nothing new', async () => {
    const server = uncounted(301);
    const { records, error } = await read(server, { from: 0, to: 9_000 });
    expect(error).toBeUndefined();
    expect(records).toHaveLength(301);
    expect(server.requests).toHaveLength(3 + 1);
  });
});

it('a refused check ends the walk with what Intercom says', async () => {
  const server = new SearchServer(recordsEvery(1, 40), {
    total: 41,
    onPage: () => {
      if (server.requests.length > 1) throw refusal(403);
    },
  });
  expect((await read(server, { from: 0, to: 9_000 })).error).toMatchObject({ status: 403 });
});
