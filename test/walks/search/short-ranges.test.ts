import { expect, it } from 'vitest';
import { ids as sandboxIds } from '../../../sandbox/generate/ids.ts';
import { INDEX_LAG_SECONDS } from '../../../src/progress/progress.ts';
import { contacts } from '../../../src/streams/contacts/walk.ts';
import { idsOf, progressOf } from '../support/reading.ts';
import { open, sync } from '../support/workspace-reading.ts';

const HOUR = 3_600;

/** Zones and days, those of 23 and 25 hours among them, with the first second after the day's midnight. */
const midnights: readonly (readonly [zone: string, midnight: string])[] = [
  ['UTC', '2024-06-01T00:00:00Z'],
  ['America/New_York', '2024-03-10T00:00:00-05:00'],
  ['America/New_York', '2024-03-11T00:00:00-04:00'],
  ['America/New_York', '2024-11-04T00:00:00-05:00'],
  ['Europe/Berlin', '2024-04-01T00:00:00+02:00'],
  ['Australia/Lord_Howe', '2024-04-08T00:00:00+10:30'],
  ['Pacific/Apia', '2024-06-10T00:00:00+13:00'],
  ['America/Sao_Paulo', '2018-11-04T01:00:00-02:00'],
  ['Asia/Beirut', '2022-03-27T01:00:00+03:00'],
  ['Asia/Kolkata', '2024-06-15T00:00:00+05:30'],
  ['Pacific/Honolulu', '2024-06-20T00:00:00-10:00'],
  ['Pacific/Kiritimati', '2024-06-05T00:00:00+14:00'],
];

it('20 changed contacts among 200,000 cost their page and two calls more, in every zone, around midnight', {
  // Half a minute was seen on a busy machine.
  timeout: 300_000,
}, async () => {
  let now = Date.parse('2018-01-01T12:00:00Z') / 1_000;
  const sandbox = await open({ now: () => now, sizes: { contacts: 200_000 } });
  const ids = Array.from({ length: 60_000 }, (_, row) => sandboxIds.contact.of(row));
  const changes: { id: string; at: number }[] = [];
  for (const [timeZone, midnight] of midnights.toSorted((a, b) => Date.parse(a[1]) - Date.parse(b[1]))) {
    for (const [minutes, contactDayRule] of [
      [-5, 'workspace'],
      [5, 'workspace'],
      [10, 'seconds'],
      [720, 'utc'],
    ] as const) {
      sandbox.set({ timeZone, contactDayRule });
      now = Date.parse(midnight) / 1_000 + minutes * 60;
      // A busy day up to two hours ago, then twenty changes, the last of them a minute ago.
      for (const [index, id] of ids.splice(0, 1_000).entries())
        sandbox.change.touchContact(id, now - 2 * HOUR - index * 60);
      for (const [index, id] of ids.splice(0, 20).entries()) {
        changes.push({ id, at: now - 60 - index * 100 });
        sandbox.change.touchContact(id, now - 60 - index * 100);
      }
      const recent = changes.filter(({ at }) => at >= now - HOUR - INDEX_LAG_SECONDS);

      const stored = progressOf([], 'incremental', { since: now - HOUR, until: now - HOUR });
      const { records, error, progress, searches } = await sync(sandbox, contacts, { start: 0, stored, timeZone });
      expect(error).toBeUndefined();
      expect(progress.gaps).toEqual([]);
      expect(idsOf(records).toSorted(), `${timeZone} ${minutes} minutes from midnight`).toEqual(
        idsOf(recent).toSorted(),
      );
      expect(searches).toBeLessThanOrEqual(1 + 2);
    }
  }
});
