import { expect, test } from 'vitest';
import { complete } from '../../src/walks/complete.ts';
import { list } from '../../src/walks/list.ts';
import { contextOf, progressOf, readAll } from './support/reading.ts';
import { answering } from './support/scripted-api.ts';

const things = list({ name: 'things', path: '/things', recordsAt: 'data' });
const api = () => answering({ '/things': { data: [{ id: 1 }, { id: 2 }, { id: 3 }], total_count: 3 } });

test('completes the records of a page side by side and keeps their order', async () => {
  let begun = 0;
  let inFlight = 0;
  let most = 0;
  const whole = complete(things, () => {
    begun += 1;
    return async (record) => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      await new Promise((resolve) => setTimeout(resolve, 3 - Number(record.id)));
      inFlight -= 1;
      return { ...record, isWhole: true };
    };
  });
  const { records, pages } = await readAll(whole, progressOf([]), contextOf(api()));
  expect(records).toEqual([1, 2, 3].map((id) => ({ id, isWhole: true })));
  expect(pages[0]?.total).toBe(3);
  expect([begun, most]).toEqual([1, 3]);
});

test('a record that can not be completed fails the walk: it is never written half', async () => {
  const whole = complete(
    things,
    () => (record) => (record.id === 2 ? Promise.reject(new Error('no')) : Promise.resolve(record)),
  );
  const { records, error } = await readAll(whole, progressOf([]), contextOf(api()));
  expect(records).toEqual([]);
  expect(error).toMatchObject({ message: 'no' });
});
