import { expect, it } from 'vitest';
import type { ApiRequest, Body } from '../../src/intercom/api.ts';
import { companies, embeddedSegments } from '../../src/streams/companies/walk.ts';
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
const many = (count: number) => Array.from({ length: count }, (_, index) => company(index));

/** A scroll of 100 companies a page; `truth` is what the companies' own endpoint says. */
async function read(records: readonly Body[], truth: (id: string) => readonly Body[] = () => segments(2)) {
  const ids: string[] = [];
  let position = 0;
  const api = new ScriptedApi(({ path }: ApiRequest) => {
    if (path === '/segments') return { segments: segments(30) };
    const id = /^\/companies\/(k\d+)\/segments$/.exec(path)?.[1];
    if (id === undefined) {
      position += 100;
      return { data: records.slice(position - 100, position), scroll_param: 'token' };
    }
    ids.push(id);
    return { type: 'list', data: truth(id) };
  });
  const context = contextOf(api);
  const reading = await readAll(companies, progressOf([]), context);
  const counts = reading.records.map((record) => embeddedSegments(record)?.length);
  return { ...reading, counts, asked: ids, paths: api.paths, warnings: context.warnings };
}

it('embedded segments are trusted, after five companies have been compared with their own endpoint', async () => {
  const { records, asked, warnings } = await read(many(250));
  expect(records).toEqual(many(250));
  expect(asked).toHaveLength(5);
  expect(warnings).toEqual([]);
});

it('a sample with more segments than are embedded makes it ask for all, those of the same page too', async () => {
  const { counts, asked, warnings } = await read(many(250), (id) => segments(id === 'k3' ? 4 : 3));
  expect(counts).toEqual(Array.from({ length: 250 }, (_, index) => (index === 3 ? 4 : 3)));
  expect(asked).toHaveLength(250);
  expect(warnings).toHaveLength(1);
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

it('a company that was deleted meanwhile keeps what was embedded', async () => {
  const { records, error } = await read(many(3), () => {
    throw refusal(404);
  });
  expect(error).toBeUndefined();
  expect(records).toEqual(many(3));
});

it('the probe does not open the scroll', () => {
  expect(companies.probe(0).path).not.toContain('scroll');
});

it('a sample that can not be had holds back no other company', async () => {
  const { records, error } = await read(many(250), (id) => {
    if (id === 'k0') throw refusal(503);
    return segments(2);
  });
  expect(records).toHaveLength(250);
  expect(error).toMatchObject({ status: 503 });
});
