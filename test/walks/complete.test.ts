import { expect, test } from 'vitest';
import { ApiError, type Body } from '../../src/intercom/api.ts';
import { type Completion, complete } from '../../src/walks/complete.ts';
import { list } from '../../src/walks/list.ts';
import { search } from '../../src/walks/search/search.ts';
import { contextOf, progressOf, readAll } from './support/reading.ts';
import { answering } from './support/scripted-api.ts';

const things = list({ name: 'things', path: '/things', recordsAt: 'data' });
const searched = search({ name: 'things', path: '/things/search', recordsAt: 'data' });
const request = (id: string) => ({ method: 'GET', path: `/things/${id}` }) as const;
const api = () => answering({ '/things': { data: [{ id: 1 }, { id: 2 }, { id: 3 }], total_count: 3 } });
const overload = () => new ApiError('Intercom kept failing.', { failureType: 'transient_error', status: 503 });
const failingOn =
  (id: unknown, error: Error): (() => Completion) =>
  () =>
  (record) =>
    record.id === id ? Promise.reject(error) : Promise.resolve({ ...record, isWhole: true });

test('completes the records of a page side by side and keeps their order', async () => {
  let begun = 0;
  let inFlight = 0;
  let most = 0;
  const begin = () => {
    begun += 1;
    return async (record: Body) => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      await new Promise((resolve) => setTimeout(resolve, 3 - Number(record.id)));
      inFlight -= 1;
      return { ...record, isWhole: true };
    };
  };
  const { records, pages } = await readAll(complete(things, { begin, request }), progressOf([]), contextOf(api()));
  expect(records).toEqual([1, 2, 3].map((id) => ({ id, isWhole: true })));
  expect(pages[0]?.total).toBe(3);
  expect([begun, most]).toEqual([1, 3]);
});

test('a failure that is not of one record fails the walk', async () => {
  const whole = complete(things, { begin: failingOn(2, new Error('no')), request });
  const { records, error } = await readAll(whole, progressOf([]), contextOf(api()));
  expect(records).toEqual([]);
  expect(error).toMatchObject({ message: 'no' });
});

test('keeps the id of a record that could not be completed also where the walk can not be resumed', async () => {
  const whole = complete(things, { begin: failingOn(2, overload()), request });
  const { records, error, progress } = await readAll(whole, progressOf([]), contextOf(api()));
  expect(records).toEqual([{ id: 1, isWhole: true }, { id: 2 }, { id: 3, isWhole: true }]);
  expect(error).toBeUndefined();
  expect(progress.retry).toEqual(['2']);
});

test('a record that can not be completed comes as it was listed, and the next sync asks for it first', async () => {
  const data = [1, 2].map((id) => ({ id: String(id), updated_at: 10 + id }));
  const answers = { '/things/search': { data, total_count: 2 } };
  const first = await readAll(
    complete(searched, { begin: failingOn('2', overload()), request }),
    progressOf([{ from: 0, to: 100 }]),
    contextOf(answering(answers)),
  );
  expect(first.records).toEqual([{ ...data[0], isWhole: true }, data[1]]);
  expect([first.error, first.progress.gaps, first.progress.retry]).toEqual([undefined, [], ['2']]);

  const nextApi = answering({ '/things/2': { id: '2', updated_at: 50 } });
  const next = await readAll(
    complete(searched, { begin: failingOn('none', overload()), request }),
    first.progress,
    contextOf(nextApi),
  );
  expect(next.records).toEqual([{ id: '2', updated_at: 50, isWhole: true }]);
  expect(next.progress.retry).toEqual([]);
});

test('a record that is gone by the next sync is asked for no more', async () => {
  const gone = () => new ApiError('Gone.', { failureType: 'config_error', status: 404 });
  const progress = { ...progressOf([]), retry: ['7'] };
  const whole = complete(searched, { begin: failingOn('none', overload()), request });
  const reading = await readAll(whole, progress, contextOf(answering({ '/things/7': gone() })));
  expect([reading.records, reading.progress.retry, reading.error]).toEqual([[], [], undefined]);
});
