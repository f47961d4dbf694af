import { expect, it } from 'vitest';
import { duration, percent, roughly, timeLeft } from '../../src/terminal/format.ts';

it.each([
  [0, '0.0 s'],
  [9_940, '9.9 s'],
  [9_960, '10 s'],
  [59_400, '59 s'],
  [59_600, '1 min 00 s'],
  [185_000, '3 min 05 s'],
  [3_599_700, '1 h 00 min'],
  [7_620_000, '2 h 07 min'],
])('%i ms took %s', (ms, text) => {
  expect(duration(ms)).toBe(text);
});

it.each([
  [0, '< 1 min'],
  [59_000, '< 1 min'],
  [89_000, '1 min'],
  [5_900_000, '98 min'],
  [9_000_000, '2.5 h'],
])('%i ms is roughly %s', (ms, text) => {
  expect(roughly(ms)).toBe(text);
});

it('what is left is said as part of a sentence', () => {
  expect([59_999, 60_000].map(timeLeft)).toEqual(['less than a minute left', 'about 1 min left']);
});

it('nothing is 100 % before it is done', () => {
  expect(percent(0.999)).toBe('99 %');
  expect(percent(1)).toBe('100 %');
});
