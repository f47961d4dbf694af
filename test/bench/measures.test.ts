import { expect, it } from 'vitest';
import { fewestCalls } from '../../bench/lib/minimum.ts';
import { keeps } from '../../bench/lib/scenario.ts';
import { ours, refusals, used } from '../../bench/lib/windows.ts';

const window = (startsAt: number, calls: number, refused = 0) => ({ startsAt, calls, refused, others: 0 });

it('the use of a limit is told from whole windows only, by what the share allows', () => {
  const windows = [window(0, 10), window(10, 95), window(20, 76), window(30, 5)];
  expect(ours(100)).toBe(95);
  expect(used({ windows, kinds: {} }, 100)).toBeCloseTo(0.9);
  expect(() => used({ windows: windows.slice(2), kinds: {} }, 100)).toThrow('before a whole window');
});

it('refusals are told per call, those of all windows', () => {
  expect(refusals({ windows: [window(0, 10, 1), window(10, 90)], kinds: {} })).toBeCloseTo(0.01);
});

it('the fewest calls read a search once and in full pages, a scroll to its empty page, and all else once', () => {
  const kinds = {
    'POST /contacts/search': { calls: 7, distinct: 4 },
    'GET /companies/scroll': { calls: 4, distinct: 2 },
    'GET /tags': { calls: 2, distinct: 1 },
  };
  const rows = { contacts: 301, companies: 200 };
  expect(fewestCalls({ windows: [], kinds }, rows)).toBe(3 + 3 + 1);
});

it('a bound is kept up to its figure', () => {
  expect([1, 1.01].map((value) => keeps(value, { atMost: 1 }))).toEqual([true, false]);
  expect([0.99, 0.98].map((value) => keeps(value, { atLeast: 0.99 }))).toEqual([true, false]);
});
