import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readersFor, split } from '../../../src/walks/gaps/gap-split.ts';
import { startOfDay } from '../../../src/walks/search/days.ts';

const DAY = 86_400;

it('the parts of a gap are the gap: ascending, without overlap or hole', () => {
  const seconds = fc.integer({ min: 0, max: 2_000_000_000 });
  fc.assert(
    fc.property(
      seconds,
      seconds,
      seconds,
      fc.integer({ min: 1, max: 12 }),
      fc.boolean(),
      (a, b, earliest, most, byDays) => {
        const gap = { from: Math.min(a, b), to: Math.max(a, b) + 1 };
        const edge = byDays ? (at: number) => startOfDay(at, 'America/New_York') : Math.floor;
        const parts = split(gap, most, { edge, earliest });
        expect(parts.length).toBeLessThanOrEqual(most);
        expect(parts[0]?.from).toBe(gap.from);
        expect(parts.at(-1)?.to).toBe(gap.to);
        for (const [index, part] of parts.entries()) {
          expect(part.to).toBeGreaterThan(part.from);
          if (index > 0) expect(part.from).toBe(parts[index - 1]?.to);
          if (index > 0 && byDays) expect(startOfDay(part.from, 'America/New_York')).toBe(part.from);
        }
      },
    ),
  );
});

it('the parts are of equal length, to the second', () => {
  expect(split({ from: 100, to: 1_100 }, 3, { edge: Math.floor, earliest: 0 })).toEqual([
    { from: 100, to: 433 },
    { from: 433, to: 766 },
    { from: 766, to: 1_100 },
  ]);
});

it('one part is the gap itself', () => {
  expect(split({ from: 100, to: 1_100 }, 1, { edge: Math.floor, earliest: 0 })).toEqual([{ from: 100, to: 1_100 }]);
});

it('cuts where there is something to find; the first part begins with the gap all the same', () => {
  expect(split({ from: 0, to: 1_000 }, 2, { edge: Math.floor, earliest: 800 })).toEqual([
    { from: 0, to: 900 },
    { from: 900, to: 1_000 },
  ]);
});

it('an earliest second after the gap leaves it whole', () => {
  expect(split({ from: 0, to: 1_000 }, 4, { edge: Math.floor, earliest: 5_000 })).toEqual([{ from: 0, to: 1_000 }]);
});

it('cuts that fall onto the same day are one', () => {
  const edge = (seconds: number) => startOfDay(seconds, 'UTC');
  expect(split({ from: 0, to: 2 * DAY }, 8, { edge, earliest: 0 })).toEqual([
    { from: 0, to: DAY },
    { from: DAY, to: 2 * DAY },
  ]);
});

it('a gap within a day is not cut by days', () => {
  const edge = (seconds: number) => startOfDay(seconds, 'UTC');
  const gap = { from: DAY, to: 2 * DAY };
  expect(split(gap, 4, { edge, earliest: 0 })).toEqual([gap]);
});

it('a cut at the very end of the gap is none', () => {
  const gap = { from: 0, to: 1_000 };
  expect(split(gap, 2, { edge: () => 1_000, earliest: 0 })).toEqual([gap]);
});

it('a search gets a reader per fifty pages, one at least and the given number at most', () => {
  expect([0, 7_500, 7_501, 15_000, 15_001, 30_000, 10_000_000].map((records) => readersFor(records, 8))).toEqual([
    1, 1, 2, 2, 3, 4, 8,
  ]);
});
