import { describe, expect, it } from 'vitest';
import type { Gap, Mode, Progress } from '../../../src/progress/progress.ts';
import { search } from '../../../src/walks/search/search.ts';
import { contextOf, idsOf, progressOf, readAll } from '../support/reading.ts';
import { ScriptedApi } from '../support/scripted-api.ts';
import { refusal, type SearchRules, SearchServer, type Timed, timeOut } from '../support/search-server.ts';

const rows = search({ name: 'rows', path: '/rows/search', recordsAt: 'data' });
const rowsByDay = search({ name: 'rows', path: '/rows/search', recordsAt: 'data', comparesDays: true });
const DAY = 86_400;
/** A midnight in UTC. */
const MIDNIGHT = 20_000 * DAY;

function recordsEvery(step: number, count: number, from = MIDNIGHT): Timed[] {
  return Array.from({ length: count }, (_, index) => {
    const time = from + index * step;
    return { id: String(index), created_at: time, updated_at: time };
  });
}

async function read(server: SearchServer, gap: Gap, walk = rows, mode: Mode = 'incremental', more?: Partial<Progress>) {
  const context = contextOf(server);
  const reading = await readAll(walk, progressOf([gap], mode, more), context);
  return { ...reading, ids: new Set(idsOf(reading.records)), warnings: context.warnings, debugs: context.debugs };
}

const ordersOf = (server: SearchServer) => server.asked.map(({ sort }) => sort.order);

it('the walk says of itself that it is bare, can be resumed, and reads no more than its range', () => {
  expect(rows).toMatchObject({ name: 'rows', isBare: true, isResumable: true, usesRange: true });
  expect(rows.changedAt({ updated_at: 5, created_at: 3 })).toBe(5);
  expect(rows.createdAt?.({ updated_at: 5, created_at: 3 })).toBe(3);
});

it('the probe asks for a single record', () => {
  expect(rows.probe(1_000)).toEqual({
    method: 'POST',
    path: '/rows/search',
    body: { query: { field: 'created_at', operator: '>', value: 0 }, pagination: { per_page: 1 } },
  });
});

it('searches are sent as POST, and an ordinary read warns of nothing', async () => {
  const server = new SearchServer(recordsEvery(1, 200));
  const { warnings, pages } = await read(server, { from: MIDNIGHT, to: MIDNIGHT + DAY });
  expect(server.requests.map(({ method }) => method)).toEqual(['POST', 'POST']);
  expect(warnings).toEqual([]);
  expect(pages.map(({ total }) => total)).toEqual([200, 200]);
});

it('pages of a search without a count tell none', async () => {
  const server = new SearchServer(recordsEvery(1, 20), { isCountAbsent: true });
  const { pages } = await read(server, { from: MIDNIGHT, to: MIDNIGHT + DAY });
  expect(pages.map((page) => 'total' in page)).toEqual([false]);
});

describe('the end at which a read begins', () => {
  const first = async (gap: Gap, { walk = rowsByDay, mode = 'incremental' as Mode, until = gap.to } = {}) => {
    const server = new SearchServer([]);
    await read(server, gap, walk, mode, { until });
    return server.asked[0]?.sort.order;
  };
  const short = { from: MIDNIGHT, to: MIDNIGHT + 2 * DAY };

  it('is the newest of a range of two days at most, where days are compared', async () => {
    expect(await first(short)).toBe('descending');
    expect(await first({ ...short, to: short.to + 1 })).toBe('ascending');
  });

  it.each([
    ['where seconds are compared', short, { walk: rows }],
    ['in a full refresh', short, { mode: 'full_refresh' as const }],
    ['in a gap that is not the newest', short, { until: short.to + 1 }],
    ['after a page token', { ...short, resume: { since: MIDNIGHT, token: '{}' } }, {}],
  ])('is the oldest %s', async (_, gap, options) => {
    expect(await first(gap, options)).toBe('ascending');
  });

  it('is turned round after twenty pages, since a read from the newest cannot be resumed', async () => {
    const server = new SearchServer(recordsEvery(10, 6_000));
    const { ids, records, progress } = await read(server, { from: MIDNIGHT, to: MIDNIGHT + DAY }, rowsByDay);
    expect(ordersOf(server)).toEqual([...Array(20).fill('descending'), ...Array(21).fill('ascending')]);
    expect(ids.size).toBe(6_000);
    // The second at which the two ends meet is asked for twice, and brought once.
    expect(records).toHaveLength(6_000);
    expect(progress.gaps).toEqual([]);
  });
});

describe('what is brought', () => {
  it('is the range alone, where whole days are compared', async () => {
    const server = new SearchServer(recordsEvery(60, 1_000), { dayRule: 'workspace' });
    const gap = { from: MIDNIGHT + 6_000, to: MIDNIGHT + 12_000 };
    const { records } = await read(server, gap, rowsByDay, 'incremental', { until: gap.to + 1 });
    expect(idsOf(records)).toEqual(Array.from({ length: 100 }, (_, index) => String(100 + index)));
  });

  it('was changed since the start date, in a full refresh', async () => {
    const since = MIDNIGHT + DAY / 2;
    const records = recordsEvery(1, 20, MIDNIGHT - 100).map((row, index) => ({
      ...row,
      updated_at: since - 10 + index,
    }));
    const server = new SearchServer(records, { dayRule: 'workspace' });
    const { ids } = await read(server, { from: 0, to: MIDNIGHT + DAY }, rowsByDay, 'full_refresh', { since });
    expect(ids).toEqual(new Set(Array.from({ length: 10 }, (_, index) => String(10 + index))));
  });

  it('includes the overlap before the cursor, in an incremental read', async () => {
    const server = new SearchServer(recordsEvery(1, 20));
    const gap = { from: MIDNIGHT, to: MIDNIGHT + DAY };
    const { ids } = await read(server, gap, rows, 'incremental', { since: MIDNIGHT + 15 });
    expect(ids.size).toBe(20);
  });

  it('has any age, in an incremental read', async () => {
    const records = recordsEvery(1, 20).map((row) => ({ ...row, created_at: 5 }));
    const { ids } = await read(new SearchServer(records), { from: MIDNIGHT, to: MIDNIGHT + DAY });
    expect(ids.size).toBe(20);
  });
});

describe('a gap is shared', () => {
  const big: SearchRules = { total: 30_000 };
  const gap = { from: MIDNIGHT, to: MIDNIGHT + 10 * DAY };

  it('by its first page, at midnights where days are compared', async () => {
    const server = new SearchServer(recordsEvery(600, 1_440), big);
    const { debugs, ids } = await read(server, gap, rowsByDay);
    expect(ids.size).toBe(1_440);
    const inner = [...(debugs[0] ?? '').matchAll(/, (\d+) to/g)].map(([, edge]) => Number(edge));
    expect(inner.length).toBe(3);
    expect(inner.map((edge) => edge % DAY)).toEqual([0, 0, 0]);
  });

  it('not by its last page, whatever it counts', async () => {
    const server = new SearchServer(recordsEvery(1, 100), big);
    const { debugs } = await read(server, gap);
    expect(debugs.filter((message) => message.includes('split'))).toEqual([]);
  });

  it('not while it is read newest first', async () => {
    const server = new SearchServer(recordsEvery(60, 1_000), big);
    const { debugs } = await read(server, { from: MIDNIGHT, to: MIDNIGHT + DAY }, rowsByDay);
    expect(ordersOf(server)[0]).toBe('descending');
    expect(debugs.filter((message) => message.includes('split'))).toEqual([]);
  });

  it('not once the order is broken', async () => {
    const order = (a: Timed, b: Timed) => ((Number(a.id) * 7_919) % 1_009) - ((Number(b.id) * 7_919) % 1_009);
    const server = new SearchServer(recordsEvery(600, 1_000), { ...big, order });
    const { debugs, ids } = await read(server, gap);
    expect(ids.size).toBe(1_000);
    expect(debugs.filter((message) => message.includes('split'))).toEqual([]);
  });
});

describe('a check of an end', () => {
  it('that brings something new goes on in between, though its own count does not fit either', async () => {
    const [a, b, c] = recordsEvery(1_000, 3);
    const pages = [[a], [c], [a, b, c]];
    const api = new ScriptedApi((_, index) => ({ data: pages[index], total_count: 3 }));
    const { records, progress } = await readAll(
      rows,
      progressOf([{ from: MIDNIGHT, to: MIDNIGHT + DAY }]),
      contextOf(api),
    );
    expect(idsOf(records)).toEqual(['0', '2', '1']);
    expect(progress.gaps).toEqual([]);
    expect(api.requests).toHaveLength(3);
  });

  it('goes on from the oldest end when only the other one brought something', async () => {
    const records = recordsEvery(1, 1);
    const server = new SearchServer(records, { total: 2 });
    const token = JSON.stringify({ ...records[0], id: '5' });
    const gap = { from: MIDNIGHT, to: MIDNIGHT + 1, resume: { since: MIDNIGHT - 10, token } };
    const { error, ids, progress } = await read(server, gap);
    expect(error).toBeUndefined();
    expect(ids).toEqual(new Set(['0']));
    expect(progress.gaps).toEqual([]);
    expect(ordersOf(server)).toEqual(['ascending', 'descending', 'ascending']);
  });

  it('goes on past a ceiling although nothing up to it is wanted', async () => {
    const since = MIDNIGHT + DAY / 2;
    const records = recordsEvery(600, 2_000, MIDNIGHT - 20 * DAY).map((row) => ({ ...row, updated_at: since - 10 }));
    const server = new SearchServer(records, { dayRule: 'workspace', ceiling: 400 });
    const gap = { from: MIDNIGHT - 20 * DAY, to: MIDNIGHT + DAY };
    const { error, records: found, progress } = await read(server, gap, rowsByDay, 'full_refresh', { since });
    expect(error).toBeUndefined();
    expect(found).toEqual([]);
    expect(progress.gaps).toEqual([]);
  });

  it('is made after a resume although the count would fit', async () => {
    const records = recordsEvery(1, 600);
    const gap = { from: MIDNIGHT, to: MIDNIGHT + DAY };
    const first = await readAll(rows, progressOf([gap]), contextOf(new SearchServer(records, { ceiling: 400 })), 1);
    // What comes after the token is as much as is counted: the count has nothing to do with it.
    const server = new SearchServer(records, { ceiling: 400, total: 250 });
    const second = await readAll(rows, first.progress, contextOf(server));
    expect(second.error).toBeUndefined();
    expect(new Set([...idsOf(first.records), ...idsOf(second.records)]).size).toBe(600);
  });
});

describe('a page token that is refused', () => {
  it.each([400, 422])('with %i is replaced by a search by value', async (status) => {
    const server = new SearchServer(recordsEvery(1, 400), {
      onPage: ({ request }) => {
        if (JSON.stringify(request.body).includes('starting_after')) throw refusal(status);
      },
    });
    expect((await read(server, { from: MIDNIGHT, to: MIDNIGHT + DAY })).ids.size).toBe(400);
  });

  it('is replaced three times without getting any further, and then the refusal stands', async () => {
    const records = recordsEvery(0, 1_000, MIDNIGHT + 500);
    const server = new SearchServer(records, {
      onPage: ({ request }) => {
        if (JSON.stringify(request.body).includes('starting_after')) throw refusal(400);
      },
    });
    const { error } = await read(server, { from: MIDNIGHT, to: MIDNIGHT + DAY });
    expect(error).toMatchObject({ status: 400 });
    expect(server.requests).toHaveLength(8);
  });

  it('leaves a search whose end is counted again', async () => {
    const server = new SearchServer(recordsEvery(1, 300));
    const gap = { from: MIDNIGHT + 150, to: MIDNIGHT + DAY, resume: { since: MIDNIGHT, token: 'gone' } };
    const { ids, progress } = await read(server, gap);
    expect(ids.size).toBe(150);
    expect(progress.gaps).toEqual([]);
    expect(server.requests).toHaveLength(2);
  });

  it('is one thing, and a query that is refused another: that is asked once', async () => {
    const server = new SearchServer([], {
      onPage: () => {
        throw refusal(400);
      },
    });
    expect((await read(server, { from: MIDNIGHT, to: MIDNIGHT + DAY })).error).toMatchObject({ status: 400 });
    expect(server.requests).toHaveLength(1);
  });
});

it('a page that fails keeps its token for the next sync, also when the other end has come up to it', async () => {
  const server = new SearchServer(recordsEvery(1, 1_000), {
    onPage: ({ records: page }) => {
      if (page.some(({ id }) => id === '500')) throw timeOut();
    },
  });
  const { progress, ids } = await read(server, { from: MIDNIGHT, to: MIDNIGHT + DAY });
  expect(ids.size).toBe(999);
  expect(progress.gaps).toEqual([
    {
      from: MIDNIGHT + 499,
      to: MIDNIGHT + 502,
      resume: { since: MIDNIGHT, token: expect.stringContaining('"id":"499"') },
    },
  ]);
});
