import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dayOf } from '../../../sandbox/search/days.ts';
import type { Mode, Progress } from '../../../src/progress/progress.ts';
import { search } from '../../../src/walks/search/search.ts';
import { contextOf, idsOf, progressOf, readAll } from '../support/reading.ts';
import { type DayRule, SearchServer, type Timed } from '../support/search-server.ts';

const HOUR = 3_600;
const NOON = Date.parse('2024-03-10T12:00:00Z') / 1_000;

interface Case {
  readonly ceiling: number;
  readonly dayRule: DayRule;
  readonly mode: Mode;
  readonly mostPerPage: number;
  readonly ties: 'turned' | 'kept';
  readonly isCountAbsent: boolean;
  readonly total: number | undefined;
  /** How many records there are at which hour from noon. */
  readonly places: readonly (readonly [hour: number, count: number])[];
  readonly from: number;
  readonly to: number;
  readonly kills: readonly number[];
}

const cases: fc.Arbitrary<Case> = fc
  .record({
    // Not below the size of a page: an API that ends a search within its first page has no ceiling but a fault.
    ceiling: fc.integer({ min: 150, max: 220 }),
    dayRule: fc.constantFrom('workspace' as const, 'seconds' as const),
    mode: fc.constantFrom('incremental' as const, 'full_refresh' as const),
    mostPerPage: fc.constantFrom(150, 100, 40),
    ties: fc.constantFrom('turned' as const, 'kept' as const),
    isCountAbsent: fc.boolean(),
    total: fc.constantFrom(undefined, undefined, 30_000),
    places: fc.array(fc.tuple(fc.integer({ min: -60, max: 60 }), fc.integer({ min: 1, max: 170 })), { maxLength: 8 }),
    ends: fc.tuple(fc.integer({ min: -60, max: 60 }), fc.integer({ min: -60, max: 60 })),
    kills: fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 2 }),
  })
  .map(({ ends, ...rest }) => ({
    ...rest,
    from: NOON + Math.min(...ends) * HOUR,
    to: NOON + Math.max(...ends) * HOUR + 1,
  }));

function recordsOf({ places }: Case): Timed[] {
  return places
    .flatMap(([hour, count]) => Array.from({ length: count }, () => NOON + hour * HOUR))
    .map((time, index) => ({ id: String(index), created_at: time, updated_at: time }));
}

const isIn = ({ updated_at: time = 0 }: Timed, { from, to }: { from: number; to: number }) => time >= from && time < to;

/** The most records that the search can't tell apart by time. */
function mostAtOnce({ places, dayRule }: Case): number {
  const counts = new Map<number, number>();
  for (const [hour, count] of places) {
    const unit = dayRule === 'seconds' ? hour : dayOf(NOON + hour * HOUR, 'UTC').start;
    counts.set(unit, (counts.get(unit) ?? 0) + count);
  }
  return Math.max(0, ...counts.values());
}

async function readToTheEnd(one: Case, records: readonly Timed[]) {
  const server = new SearchServer(records, one);
  const comparesDays = one.dayRule === 'workspace';
  const walk = search({ name: 'rows', path: '/rows/search', recordsAt: 'data', comparesDays });
  const found = new Set<string>();
  let progress: Progress = progressOf([{ from: one.from, to: one.to }], one.mode, { since: one.from });
  let error: unknown;
  for (const most of [...one.kills, Number.POSITIVE_INFINITY]) {
    const reading = await readAll(walk, progress, contextOf(server), most);
    for (const id of idsOf(reading.records)) found.add(id);
    ({ progress, error } = reading);
  }
  return { server, found, progress, error };
}

it('a ceiling is read past, or what is missing stays open and the walk fails', async () => {
  let [complete, failed] = [0, 0];
  await fc.assert(
    fc.asyncProperty(cases, async (one) => {
      const records = recordsOf(one);
      const { server, found, progress, error } = await readToTheEnd(one, records);
      const missing = records.filter((record) => isIn(record, one) && !found.has(record.id));
      expect(missing.filter((record) => !progress.gaps.some((gap) => isIn(record, gap)))).toEqual([]);
      expect(server.requests.length).toBeLessThan(150);
      if (error === undefined) {
        expect(progress.gaps).toEqual([]);
        complete += 1;
      } else {
        expect(error).toMatchObject({ failureType: 'transient_error' });
        expect(progress.gaps).not.toEqual([]);
        failed += 1;
      }
      if (one.total === undefined && mostAtOnce(one) < Math.min(one.ceiling, 150)) expect(error).toBeUndefined();
    }),
    { numRuns: 400, endOnFailure: true },
  );
  expect(complete).toBeGreaterThan(failed);
  expect(failed).toBeGreaterThan(10);
});
