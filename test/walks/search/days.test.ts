import { expect, it } from 'vitest';
import { startOfDay } from '../../../src/walks/search/days.ts';

const DAY = 86_400;

/** The date and the time of day of a second, the slow way. */
function clock(timeZone: string): (seconds: number) => { date: string; time: string } {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  return (seconds) => {
    const [date = '', time = ''] = format.format(seconds * 1000).split(' ');
    return { date, time };
  };
}

/** The seconds at which the zone's clocks are put forward or back. */
function transitions(timeZone: string, from: number, to: number): number[] {
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  const offset = (seconds: number) => format.format(seconds * 1000).split('GMT')[1];
  const found: number[] = [];
  for (let start = from; start < to; start += 28 * DAY) {
    let [before, after] = [start, start + 28 * DAY];
    if (offset(before) === offset(after)) continue;
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      if (offset(middle) === offset(before)) before = middle;
      else after = middle;
    }
    found.push(after);
  }
  return found;
}

const from = Date.UTC(2018, 0, 1) / 1000;
const to = Date.UTC(2025, 0, 1) / 1000;

it('a day starts at its first second, in every zone, also on days of 23 and 25 hours', () => {
  let checked = 0;
  for (const zone of Intl.supportedValuesOf('timeZone')) {
    const at = clock(zone);
    for (const turn of transitions(zone, from, to)) {
      for (const seconds of [turn - DAY, turn - 1, turn, turn + 7_200, turn + DAY]) {
        const start = startOfDay(seconds, zone);
        expect(start, zone).toBeLessThanOrEqual(seconds);
        expect(at(start).date, zone).toBe(at(seconds).date);
        expect(at(start - 1).date, zone).not.toBe(at(seconds).date);
        checked += 1;
      }
    }
  }
  expect(checked).toBeGreaterThan(5_000);
});

it.each([
  ['America/New_York', '2024-03-10T23:59:59-04:00', '2024-03-10T00:00:00-05:00'],
  ['America/New_York', '2024-11-03T23:59:59-05:00', '2024-11-03T00:00:00-04:00'],
  // Midnight itself is skipped.
  ['America/Sao_Paulo', '2018-11-04T12:00:00-02:00', '2018-11-04T01:00:00-02:00'],
  ['Asia/Beirut', '2022-03-27T23:00:00+03:00', '2022-03-27T01:00:00+03:00'],
  // The 30th of December 2011 doesn't exist.
  ['Pacific/Apia', '2011-12-31T10:00:00+14:00', '2011-12-31T00:00:00+14:00'],
  ['Australia/Lord_Howe', '2024-04-07T23:59:00+10:30', '2024-04-07T00:00:00+11:00'],
  ['UTC', '2024-02-29T00:00:00Z', '2024-02-29T00:00:00Z'],
])('in %s the day of %s starts at %s', (zone, moment, start) => {
  expect(startOfDay(Date.parse(moment) / 1000, zone)).toBe(Date.parse(start) / 1000);
});

it.each([0.001, 0.5, 0.75, 0.999])('a moment %d s after midnight belongs to the day that begins there', (fraction) => {
  for (const zone of ['UTC', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Apia']) {
    for (let day = 0; day < 40; day += 1) {
      const midnight = startOfDay(1_700_000_000 + day * DAY, zone);
      expect(startOfDay(midnight + fraction, zone)).toBe(midnight);
      expect(startOfDay(midnight - 1 + fraction, zone)).toBeLessThan(midnight);
      expect(startOfDay(midnight + DAY / 2 + fraction, zone)).toBe(midnight);
    }
  }
});
