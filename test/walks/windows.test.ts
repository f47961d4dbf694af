import { describe, expect, it } from 'vitest';
import type { ApiRequest, Body } from '../../src/intercom/api.ts';
import type { Gap } from '../../src/progress/progress.ts';
import { windows } from '../../src/walks/windows.ts';
import { contextOf, idsOf, progressOf, readAll } from './support/reading.ts';
import { ScriptedApi } from './support/scripted-api.ts';
import { refusal, timeOut } from './support/search-server.ts';

const DAY = 86_400;
const logs = windows({ name: 'logs', path: '/logs', recordsAt: 'activity_logs', stepDays: 30, perPage: 2 });

interface Log extends Body {
  readonly id: string;
  readonly created_at: number;
}

const log = (created_at: number): Log => ({ id: `at ${created_at}`, created_at });

/** Newest first, by page number; `fail` throws for the requests that fail. */
function server(
  records: Log[],
  { inclusive = true, fail = noFailure }: { inclusive?: boolean; fail?: typeof noFailure } = {},
): ScriptedApi {
  return new ScriptedApi((request) => {
    const { created_at_after: after = 0, created_at_before: before = 0, page = 1 } = request.query ?? {};
    const [from, to] = inclusive ? [Number(after), Number(before) + 1] : [Number(after) + 1, Number(before)];
    fail({ from, to }, request);
    const found = records
      .filter(({ created_at: at }) => at >= from && at < to)
      .sort((a, b) => b.created_at - a.created_at);
    const start = 2 * Number(page) - 2;
    const pages = { page: Number(page), total_pages: Math.ceil(found.length / 2) };
    return { activity_logs: found.slice(start, start + 2), pages };
  });
}

function noFailure(_gap: Gap, _request: ApiRequest): void {}

it.each([true, false])(
  'each log comes once, also on the edges of windows (inclusive bounds: %s)',
  async (inclusive) => {
    const edges = [1, 31, 61, 91, 101].map((day) => day * DAY);
    const records = edges.flatMap((edge) => [edge - 1, edge, edge + 1]).map(log);
    const api = server(records, { inclusive });
    const { records: found, progress } = await readAll(
      logs,
      progressOf([{ from: DAY, to: 101 * DAY }]),
      contextOf(api),
    );
    const wanted = records.filter(({ created_at: at }) => at >= DAY && at < 101 * DAY);
    expect(idsOf(found).toSorted()).toEqual(idsOf(wanted).toSorted());
    expect(progress.gaps).toEqual([]);
  },
);

it('a window is no longer than the step and has an end, so that new logs shift none of its pages', async () => {
  const records = Array.from({ length: 9 }, (_, index) => log(index * 10));
  const api = server(records, { fail: () => records.push(log(200 * DAY + records.length)) });
  const { records: found } = await readAll(logs, progressOf([{ from: 0, to: 100 * DAY }]), contextOf(api));
  expect(found).toHaveLength(9);
  expect(new Set(api.requests.map(({ query }) => Number(query?.created_at_before)))).toEqual(
    new Set([30, 60, 90, 100].map((day) => day * DAY)),
  );
});

describe('a range that begins before the workspace was made', () => {
  const createdAt = 69_995 * DAY;

  it('costs no call for the time before, which counts as read', async () => {
    const api = server([log(70_000 * DAY)]);
    const context = contextOf(api, { workspaceCreatedAt: createdAt });
    const { records, progress } = await readAll(logs, progressOf([{ from: 0, to: 70_010 * DAY }]), context);
    expect(idsOf(records)).toEqual([`at ${70_000 * DAY}`]);
    expect(progress.gaps).toEqual([]);
    expect(api.requests).toHaveLength(1);
  });

  it('brings what is dated up to a day earlier than the workspace', async () => {
    const api = server([log(createdAt - DAY)]);
    const context = contextOf(api, { workspaceCreatedAt: createdAt });
    const { records } = await readAll(logs, progressOf([{ from: 0, to: 70_010 * DAY }]), context);
    expect(records).toHaveLength(1);
    const { pages } = await readAll(logs, progressOf([{ from: createdAt - DAY, to: createdAt }]), context);
    expect(pages.every(({ gap }) => gap === undefined || gap.from < gap.to)).toBe(true);
  });

  it('is done without a call when it also ends before', async () => {
    const api = server([]);
    const context = contextOf(api, { workspaceCreatedAt: createdAt });
    const gaps = [
      { from: 0, to: 60_000 * DAY },
      { from: 65_000 * DAY, to: 66_000 * DAY },
    ];
    const { progress, pages } = await readAll(logs, progressOf(gaps), context);
    expect(pages.map(({ gap }) => gap)).toEqual(gaps);
    expect(progress.gaps).toEqual([]);
    expect(api.requests).toEqual([]);
  });

  it('is read from its start when Intercom does not say when the workspace was made', async () => {
    const api = server([log(5)]);
    const { records } = await readAll(logs, progressOf([{ from: 0, to: 90 * DAY }]), contextOf(api));
    expect(idsOf(records)).toEqual(['at 5']);
    expect(api.requests).toHaveLength(3);
  });
});

it('a range that begins in 1970 asks for no negative second', async () => {
  const api = server([log(1)]);
  const { records } = await readAll(logs, progressOf([{ from: 0, to: DAY }]), contextOf(api));
  expect(idsOf(records)).toEqual(['at 1']);
  expect(api.requests.map(({ query }) => query?.created_at_after)).toEqual([0]);
});

it('logs without ids are all kept', async () => {
  const api = new ScriptedApi(() => ({ activity_logs: [{ created_at: 5 }, { created_at: 6 }] }));
  const { records } = await readAll(logs, progressOf([{ from: 0, to: DAY }]), contextOf(api));
  expect(records).toHaveLength(2);
});

it('a window that the server fails on is halved until it gets through', async () => {
  const records = [1, 8, 15, 22, 29].map((day) => log(day * DAY));
  const fail = ({ from, to }: Gap) => {
    if (to - from > 5 * DAY) throw refusal(500);
  };
  const api = server(records, { fail });
  const {
    records: found,
    progress,
    error,
  } = await readAll(logs, progressOf([{ from: 0, to: 30 * DAY }]), contextOf(api));
  expect(error).toBeUndefined();
  expect(idsOf(found).toSorted()).toEqual(idsOf(records).toSorted());
  expect(progress.gaps).toEqual([]);
  expect(api.requests.length).toBeLessThan(20);
});

it('a window that fails in the middle of its pages brings no log twice', async () => {
  const records = Array.from({ length: 7 }, (_, index) => log(index * 4 * DAY));
  const api = server(records, {
    fail: ({ from, to }, { query }) => {
      if (to - from > 20 * DAY && query?.page === '3') throw timeOut();
    },
  });
  const { records: found } = await readAll(logs, progressOf([{ from: 0, to: 30 * DAY }]), contextOf(api));
  expect(idsOf(found).toSorted()).toEqual(idsOf(records).toSorted());
});

it('what can not be read at any length stays in the progress, and the other windows are read', async () => {
  const records = [5, 35, 65].map((day) => log(day * DAY));
  const fail = ({ from, to }: Gap) => {
    if (from <= 35 * DAY && to > 35 * DAY) throw timeOut();
  };
  const api = server(records, { fail });
  const reading = await readAll(logs, progressOf([{ from: 0, to: 90 * DAY }]), contextOf(api));
  expect(reading.error).toMatchObject({ failureType: 'transient_error' });
  expect(idsOf(reading.records).toSorted()).toEqual(
    ['at 3024000', 'at 432000', 'at 5616000'].filter((id) => id !== `at ${35 * DAY}`),
  );
  expect(reading.progress.gaps.every(({ from, to }) => from >= 30 * DAY && to <= 60 * DAY)).toBe(true);
  expect(reading.progress.gaps.some(({ from, to }) => from <= 35 * DAY && to > 35 * DAY)).toBe(true);
  expect(api.requests.length).toBeLessThan(30);

  const next = await readAll(logs, reading.progress, contextOf(server(records)));
  expect(idsOf(next.records)).toEqual([`at ${35 * DAY}`]);
  expect(next.progress.gaps).toEqual([]);
});

it('a refusal is not taken for a window that is too long', async () => {
  const api = server([], {
    fail: () => {
      throw refusal(403);
    },
  });
  const { error } = await readAll(logs, progressOf([{ from: 0, to: 20 * DAY }]), contextOf(api));
  expect(error).toMatchObject({ status: 403 });
  expect(api.requests).toHaveLength(1);
});

it('a killed read goes on with the windows that are left', async () => {
  const records = Array.from({ length: 40 }, (_, index) => log(index * 5 * DAY));
  for (let most = 1; most < 30; most += 1) {
    const first = await readAll(logs, progressOf([{ from: 0, to: 200 * DAY }]), contextOf(server(records)), most);
    const second = await readAll(logs, first.progress, contextOf(server(records)));
    expect(new Set(idsOf([...first.records, ...second.records])).size).toBe(40);
    expect(second.progress.gaps).toEqual([]);
  }
});

it('the walk says of itself that it can be resumed and reads no more than its range', () => {
  expect(logs).toMatchObject({ name: 'logs', isResumable: true, usesRange: true });
  expect(logs.changedAt({ created_at: 5 })).toBe(5);
});

it('the probe asks for the second of now', () => {
  expect(logs.probe(1_000)).toEqual({
    method: 'GET',
    path: '/logs',
    query: { created_at_after: 999, created_at_before: 1_001, per_page: 2 },
  });
});

it('a log without a time is kept', async () => {
  const api = new ScriptedApi(() => ({ activity_logs: [{ id: 'timeless' }] }));
  const { records } = await readAll(logs, progressOf([{ from: 0, to: DAY }]), contextOf(api));
  expect(idsOf(records)).toEqual(['timeless']);
});

it('a window that can be halved is asked for three times at most, an hour as often as any request', async () => {
  const api = server([]);
  const gaps = [
    { from: 0, to: 3_601 },
    { from: 10_000, to: 13_600 },
  ];
  const { pages } = await readAll(logs, progressOf(gaps), contextOf(api));
  expect(api.requests.map(({ method, attempts }) => [method, attempts])).toEqual([
    ['GET', 3],
    ['GET', undefined],
  ]);
  // Nothing is said of the time before the workspace where that is not part of the range.
  expect(pages.flatMap(({ gap }) => gap ?? [])).toEqual(gaps);
});
