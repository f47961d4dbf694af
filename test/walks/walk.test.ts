import { expect, it } from 'vitest';
import { timeIn, toSeconds } from '../../src/walks/walk.ts';

it.each<[unknown, number]>([
  [1_752_766_224, 1_752_766_224],
  [1_752_766_224.9, 1_752_766_224],
  ['1752766224', 1_752_766_224],
  ['2025-07-17T15:30:24.000Z', 1_752_766_224],
  ['2025-07-17T15:30:24Z', 1_752_766_224],
  ['2025-07-17T17:30:24.999+02:00', 1_752_766_224],
  ['2025-07-17T15:30:24.123456', 1_752_766_224],
])('reads the time %j', (value, seconds) => {
  expect(toSeconds(value)).toBe(seconds);
});

it.each([undefined, null, '', 'soon', '2025-13-45T99:00:00Z', '7 July', true, {}, [1], Number.POSITIVE_INFINITY])(
  'takes %j for no time',
  (value) => {
    expect(toSeconds(value)).toBeNaN();
  },
);

it('finds the time of a field', () => {
  expect(timeIn({ updated_at: '5' }, 'updated_at')).toBe(5);
  expect(timeIn({}, 'updated_at')).toBeNaN();
});
