import { expect, it } from 'vitest';
import { exportedSeconds } from '../../../src/walks/exports/csv-time.ts';

const at = (text: string) => Date.parse(text) / 1_000;

it.each([
  ['Unix seconds', '1734519776', 1_734_519_776],
  ['a fraction of a second', '1734519776.9', 1_734_519_776],
  ['a long fraction of a second', '1734519776.987654', 1_734_519_776],
  ['Unix milliseconds', '1734519776123', 1_734_519_776],
  ['the first number that is milliseconds', '10000000000', 10_000_000],
  ['ISO text', '2025-07-17T15:30:24.500Z', at('2025-07-17T15:30:24Z')],
  ['a zone by its offset', '2025-07-17 15:30:24 +02:00', at('2025-07-17T13:30:24Z')],
  ['a zone by its offset without a colon', '2025-07-17 15:30:24+0200', at('2025-07-17T13:30:24Z')],
  ['UTC by its name', '2025-07-17 15:30:24 UTC', at('2025-07-17T15:30:24Z')],
  ['no zone, in summer', '2025-07-17 15:30:24', at('2025-07-17T19:30:24Z')],
  ['no zone, in winter', '2025-01-17 15:30', at('2025-01-17T20:30:00Z')],
  ['the hour after clocks went forward', '2025-03-09 03:30:00', at('2025-03-09T07:30:00Z')],
  ['the hour before clocks went back', '2025-11-02 00:59:59', at('2025-11-02T04:59:59Z')],
  ['the hour after clocks went back', '2025-11-02 02:00:00', at('2025-11-02T07:00:00Z')],
])('understands %s', (_what, text, seconds) => {
  expect(exportedSeconds(text, 'America/New_York')).toBe(seconds);
});

it.each([
  '',
  'soon',
  '2025-07-17',
  '17/07/2025 15:30',
  '2025-13-40 15:30:24',
  'at 2025-07-17 15:30:24',
  '2025-07-17 15:30:24 CEST',
  '12345678901234567890',
])('does not understand %o', (text) => {
  expect(exportedSeconds(text, 'UTC')).toBeUndefined();
});
