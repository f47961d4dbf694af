import { expect, it } from 'vitest';
import type { ApiRequest, Body } from '../../src/intercom/api.ts';
import { embeddedSegments } from '../../src/streams/companies/embedded-segments.ts';
import { companies } from '../../src/streams/companies/walk.ts';
import { contextOf, progressOf, readAll } from '../walks/support/reading.ts';
import { ScriptedApi } from '../walks/support/scripted-api.ts';
import { refusal } from '../walks/support/search-server.ts';

const segment = (id: number): Body => ({ type: 'segment', id: `s${id}`, name: `Segment ${id}`, updated_at: id });
const segments = (count: number) => Array.from({ length: count }, (_, index) => segment(index + 1));
const embedding = (list: readonly Body[]) => ({ type: 'segment.list', segments: list });
const company = (id: number, list: readonly Body[] = segments(2)): Body => ({
  id: `k${id}`,
  segments: embedding(list),
});
/** From `k<first>` on. */
const many = (count: number, list: readonly Body[] = segments(2), first = 0) =>
  Array.from({ length: count }, (_, index) => company(first + index, list));

/** A scroll of 100 companies a page; `truth` is what the companies' own endpoint says. */
async function read(
  records: readonly Body[],
  truth: (id: string) => readonly Body[] = () => segments(2),
  retry: readonly string[] = [],
  answerOf: (id: string) => Body = (id) => company(Number(id.slice(1)), truth(id)),
) {
  const asked: string[] = [];
  const atOnce = { now: 0, most: 0 };
  let position = 0;
  const api = new ScriptedApi(async ({ path }: ApiRequest) => {
    if (path === '/segments') return { segments: segments(30) };
    const [, id, list] = /^\/companies\/(k\d+)(\/segments)?$/.exec(path) ?? [];
    if (id === undefined) {
      position += 100;
      return { data: records.slice(position - 100, position), scroll_param: 'token' };
    }
    if (list === undefined) return answerOf(id);
    asked.push(id);
    atOnce.now += 1;
    atOnce.most = Math.max(atOnce.most, atOnce.now);
    await new Promise((resolve) => setImmediate(resolve));
    atOnce.now -= 1;
    return { type: 'list', data: truth(id) };
  });
  const context = contextOf(api);
  const reading = await readAll(companies, progressOf([], 'incremental', { retry }), context);
  const counts = reading.records.map((record) => embeddedSegments(record)?.length);
  return { ...reading, counts, asked, mostAtOnce: atOnce.most, paths: api.paths, warnings: context.warnings };
}

it('embedded segments are trusted, after five companies have been compared with their own endpoint', async () => {
  const { records, asked, paths, warnings } = await read(many(250));
  expect(records).toEqual(many(250));
  expect(asked).toEqual(['k0', 'k1', 'k2', 'k3', 'k4']);
  expect(paths).not.toContain('/segments');
  expect(warnings).toEqual([]);
});

it('companies without segments prove nothing: five that have some are compared', async () => {
  const { records, asked, warnings } = await read([...many(40, []), ...many(210, segments(2), 40)], (id) =>
    Number(id.slice(1)) < 40 ? [] : segments(2),
  );
  expect(records).toEqual([...many(40, []), ...many(210, segments(2), 40)]);
  expect(asked.filter((id) => Number(id.slice(1)) >= 40).length).toBeGreaterThanOrEqual(5);
  expect(asked.length).toBeLessThan(100);
  expect(warnings).toEqual([]);
});

it('lists that embed no segments at all are found out, however many companies have none', async () => {
  const { counts, asked, warnings } = await read(many(250, []), (id) => (Number(id.slice(1)) < 60 ? [] : segments(2)));
  expect(counts).toEqual(Array.from({ length: 250 }, (_, index) => (index < 60 ? 0 : 2)));
  expect(asked).toHaveLength(250);
  expect(warnings).toHaveLength(1);
});

it('a workspace in which no company has a segment costs a hundred calls, a few at first and then more at once', async () => {
  const { records, asked, mostAtOnce, warnings } = await read(many(250, []), () => []);
  expect(records).toEqual(many(250, []));
  expect(asked).toHaveLength(100);
  expect(mostAtOnce).toBeGreaterThan(20);
  expect(warnings).toEqual([]);
});

it('no more companies are compared at once than are needed while they have segments', async () => {
  expect((await read(many(250))).mostAtOnce).toBe(5);
});

it('a sample with more segments than are embedded makes it ask for all, those of the same page too', async () => {
  const { counts, asked, warnings } = await read(many(250), (id) => segments(id === 'k3' ? 4 : 3));
  expect(counts).toEqual(Array.from({ length: 250 }, (_, index) => (index === 3 ? 4 : 3)));
  expect(asked).toHaveLength(250);
  expect(warnings).toEqual([expect.stringMatching(/Company k\d has other segments/)]);
});

it.each([
  ['other segments', [segment(1), segment(9)]],
  ['fewer segments', [segment(1)]],
  ['no segments', []],
])('a sample with %s than are embedded makes it ask for all', async (_, own) => {
  const { records, asked } = await read(many(250), (id) => (id === 'k4' ? own : segments(2)));
  expect(asked).toHaveLength(250);
  expect(embeddedSegments(records[4] ?? {})).toEqual(own);
});

it('a sample that differs counts although five others agree before it', async () => {
  const { asked, counts } = await read([...many(20, []), ...many(230, segments(2), 20)], (id) => {
    const number = Number(id.slice(1));
    return number < 20 ? [] : segments(number === 26 ? 3 : 2);
  });
  expect(asked).toHaveLength(250);
  expect(counts[26]).toBe(3);
});

it.each([
  ['absent', undefined],
  ['null', null],
  ['without its list', { type: 'segment.list' }],
])('absent is not empty: segments that are %s are asked for', async (_, list) => {
  const { counts, asked } = await read([...many(5), { id: 'k77', segments: list }], () => segments(2));
  expect(asked).toContain('k77');
  expect(counts).toEqual([2, 2, 2, 2, 2, 2]);
});

it('ten segments may be a list that was cut: the company is asked', async () => {
  const { counts, asked } = await read([...many(5), company(10, segments(9)), company(11, segments(10))], (id) =>
    segments(id === 'k11' ? 14 : 2),
  );
  expect(asked).toHaveLength(6);
  expect(counts.slice(5)).toEqual([9, 14]);
});

it('segments of which only the ids are embedded are looked up in one call', async () => {
  const bare = [
    { type: 'segment', id: 's3' },
    { type: 'segment', id: 's7' },
  ];
  const { records, paths } = await read([...many(5), company(6, bare), company(7, bare)]);
  expect(records.slice(5).map(embeddedSegments)).toEqual(Array(2).fill([segment(3), segment(7)]));
  expect(paths.filter((path) => path === '/segments')).toHaveLength(1);
});

it('a segment that nobody knows sends it to the company itself', async () => {
  const { records, asked } = await read([...many(5), company(6, [{ id: 's99' }])], (id) =>
    id === 'k6' ? [segment(99)] : segments(2),
  );
  expect(asked).toContain('k6');
  expect(embeddedSegments(records[5] ?? {})).toEqual([segment(99)]);
});

it('a company that was deleted meanwhile keeps what was embedded, and proves nothing', async () => {
  const { records, error, asked, warnings } = await read(many(250), (id) => {
    if (Number(id.slice(1)) < 5) throw refusal(404);
    return segments(2);
  });
  expect(error).toBeUndefined();
  expect(records).toEqual(many(250));
  expect(asked.length).toBeGreaterThanOrEqual(10);
  expect(asked.length).toBeLessThan(20);
  expect(warnings).toEqual([expect.stringContaining('5 records were deleted')]);
});

it('a company that is there although its segments are not found is asked for again by the next sync', async () => {
  const notFound = (id: string) => {
    if (id === 'k3') throw refusal(404);
    return segments(2);
  };
  const { error, progress, warnings } = await read(many(250), notFound, [], (id) => company(Number(id.slice(1)), []));
  expect([error, progress.retry, warnings]).toEqual([undefined, ['k3'], []]);
});

it('companies most of which are not found are not believed to be deleted', async () => {
  const { records, error } = await read(many(60, segments(12)), () => {
    throw refusal(404);
  });
  expect(records).toHaveLength(60);
  expect(error).toMatchObject({ failureType: 'transient_error', message: expect.stringContaining('60 of 60') });
});

it('a sample without an answer holds back no other company, proves nothing, and is asked again by the next sync', async () => {
  const { records, error, asked, progress } = await read(many(250), (id) => {
    if (id === 'k0') throw refusal(503);
    return segments(2);
  });
  expect(error).toBeUndefined();
  expect(records).toEqual(many(250));
  expect(asked).toHaveLength(6);
  expect(progress.retry).toEqual(['k0']);
});

it('a company that an earlier sync has left is asked for its segments, and is no sample', async () => {
  const left = ['k200', 'k201', 'k202', 'k203', 'k204'];
  const { asked, progress, counts } = await read(many(250, []), () => segments(2), left);
  expect(asked).toEqual(expect.arrayContaining(left));
  expect(progress.retry).toEqual([]);
  expect(counts).toEqual(Array(255).fill(2));
});

it('the probe does not open the scroll', () => {
  expect(companies.probe(0).path).not.toContain('scroll');
});
