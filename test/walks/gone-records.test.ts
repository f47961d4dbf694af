import { expect, it } from 'vitest';
import { GoneRecords } from '../../src/walks/gone-records.ts';
import type { Page } from '../../src/walks/walk.ts';
import { refusal, timeOut } from './support/search-server.ts';

const page = (from: number): Page<string> => ({
  records: [`record of ${from}`],
  gap: { from, to: 100 },
  left: { from: from + 10, to: 100 },
  retry: ['7'],
  total: 10,
});

async function counted(found: number, gone: number, records = 1): Promise<GoneRecords> {
  const counter = new GoneRecords('things');
  for (let index = 0; index < found; index += 1) await counter.count(Promise.resolve({}), records);
  for (let index = 0; index < gone; index += 1) await counter.count(Promise.reject(refusal(404)), records);
  return counter;
}

function endOf(counter: GoneRecords): {
  readonly pages: readonly Page<string>[];
  readonly warnings: readonly string[];
} {
  const warnings: string[] = [];
  const pages = [...counter.end<string>({ warn: (message) => warnings.push(message) })];
  return { pages, warnings };
}

it('resolves with an answer, or with undefined where the record is gone', async () => {
  const counter = new GoneRecords('things');
  const answer = { id: '1' };
  expect(await counter.count(Promise.resolve(answer))).toBe(answer);
  expect(await counter.count(Promise.reject(refusal(404)))).toBeUndefined();
  expect(await counter.count(Promise.reject(refusal(410)))).toBeUndefined();
});

it('passes other failures on and does not count them', async () => {
  const counter = await counted(0, 21);
  for (let index = 0; index < 30; index += 1) {
    await expect(counter.count(Promise.reject(timeOut()))).rejects.toThrow('did not answer');
  }
  expect(() => endOf(counter)).toThrow('"not found" for 21 of 21 records');
});

it('says at the end how many records were deleted', async () => {
  expect(endOf(await counted(5, 0)).warnings).toEqual([]);
  expect(endOf(await counted(5, 1)).warnings).toEqual(['things: 1 record was deleted during the read.']);
  expect(endOf(await counted(5, 3)).warnings).toEqual(['things: 3 records were deleted during the read.']);
});

it.each([
  [0, 20],
  [21, 21],
  [1_000, 500],
])('accepts that beside %i records %i are gone', async (found, gone) => {
  const counter = await counted(found, gone);
  expect([...counter.pass(page(0))]).toEqual([page(0)]);
  expect(endOf(counter).pages).toEqual([]);
});

it.each([
  [0, 21],
  [21, 22],
])('fails at the end where beside %i records %i are gone', async (found, gone) => {
  const counter = await counted(found, gone);
  expect(() => endOf(counter)).toThrow(`"not found" for ${gone} of ${found + gone} records that it had just listed`);
});

it('counts a call for several records as several', async () => {
  const counter = await counted(1, 2, 20);
  expect(() => endOf(counter)).toThrow('"not found" for 40 of 60 records');
});

it('withholds only the gap of a page while most records are gone', async () => {
  const counter = await counted(0, 21);
  const { gap: _, left: __, ...rest } = page(0);
  expect([...counter.pass(page(0))]).toEqual([rest]);
  expect([...counter.pass({ records: [] })]).toEqual([{ records: [] }]);
});

it('releases withheld gaps in their order, and before the page that comes next, once records are found again', async () => {
  const counter = await counted(0, 21);
  const last = { records: ['last'], gap: { from: 20, to: 100 } };
  for (const withheld of [page(0), page(10), { records: [] }, last]) Array.from(counter.pass(withheld));
  for (let index = 0; index < 21; index += 1) await counter.count(Promise.resolve({}));
  expect([...counter.pass(page(30))]).toEqual([
    { records: [], gap: page(0).gap, left: page(0).left },
    { records: [], gap: page(10).gap, left: page(10).left },
    { records: [], gap: last.gap },
    page(30),
  ]);
  expect([...counter.pass(page(40))]).toEqual([page(40)]);
});

it('releases withheld gaps at the end when the last answers were found', async () => {
  const counter = await counted(0, 21);
  Array.from(counter.pass(page(0)));
  for (let index = 0; index < 21; index += 1) await counter.count(Promise.resolve({}));
  expect(endOf(counter).pages).toEqual([{ records: [], gap: page(0).gap, left: page(0).left }]);
});
