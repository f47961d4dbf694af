import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readersFor, split } from '../../../src/walks/gaps/gap-split.ts';
import { startOfDay } from '../../../src/walks/search/days.ts';

test('the parts of a gap are the gap: ascending, without overlap or hole', () => {
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

test('cuts where there is something to find', () => {
  expect(split({ from: 0, to: 1_000 }, 2, { edge: Math.floor, earliest: 800 })).toEqual([
    { from: 0, to: 900 },
    { from: 900, to: 1_000 },
  ]);
});

test('a search gets a reader per hundred pages, one at least and the given number at most', () => {
  expect([0, 15_000, 15_001, 60_000, 10_000_000].map((records) => readersFor(records, 8))).toEqual([1, 1, 2, 4, 8]);
});
