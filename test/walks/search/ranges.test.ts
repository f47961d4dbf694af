import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Mode, Progress } from '../../../src/progress/progress.ts';
import { search } from '../../../src/walks/search/search.ts';
import { contextOf, idsOf, progressOf, readAll } from '../support/reading.ts';
import { SearchServer, type Timed } from '../support/search-server.ts';

const HOUR = 3_600;
const DAY = 24 * HOUR;

/** Noons in UTC next to days of 23 or 25 hours, or to a day that doesn't exist. */
const turns: readonly (readonly [zone: string, noon: string])[] = [
  ['UTC', '2024-03-10'],
  ['America/New_York', '2024-03-10'],
  ['America/New_York', '2024-11-03'],
  ['Europe/Berlin', '2024-03-31'],
  ['Europe/Berlin', '2024-10-27'],
  ['Australia/Lord_Howe', '2024-04-07'],
  ['Australia/Lord_Howe', '2024-10-06'],
  ['Pacific/Apia', '2011-12-30'],
  ['Pacific/Apia', '2020-04-05'],
  ['America/Sao_Paulo', '2018-11-04'],
  ['America/Sao_Paulo', '2018-02-18'],
  ['Asia/Beirut', '2022-03-27'],
  ['Asia/Beirut', '2022-10-30'],
  ['America/St_Johns', '2010-11-07'],
  ['Asia/Kathmandu', '2024-01-01'],
];

interface Case {
  readonly zone: string;
  readonly dayRule: 'workspace' | 'utc' | 'seconds';
  readonly comparesDays: boolean;
  readonly greaterIncludesEqual: boolean;
  readonly mode: Mode;
  readonly mostPerPage: number;
  /** Of this many, a gap is split among several readers. */
  readonly total: number | undefined;
  readonly ties: 'turned' | 'kept';
  readonly records: readonly Timed[];
  readonly from: number;
  readonly cuts: readonly number[];
  readonly to: number;
  readonly changedSince: number;
  readonly kills: readonly number[];
}

const cases: fc.Arbitrary<Case> = fc
  .record({
    turn: fc.constantFrom(...turns),
    dayRule: fc.constantFrom('workspace' as const, 'utc' as const, 'seconds' as const),
    greaterIncludesEqual: fc.boolean(),
    mode: fc.constantFrom('incremental' as const, 'full_refresh' as const),
    mostPerPage: fc.integer({ min: 1, max: 9 }),
    total: fc.constantFrom(undefined, 40_000, 1_000_000),
    ties: fc.constantFrom('turned' as const, 'kept' as const),
    // Seconds from noon: few different ones, so that many records share one and lie on the edges.
    places: fc.array(fc.integer({ min: -60 * HOUR, max: 60 * HOUR }), { minLength: 2, maxLength: 12 }),
    picks: fc.array(fc.tuple(fc.nat(), fc.integer({ min: -1, max: 1 }), fc.nat()), { maxLength: 150, size: 'max' }),
    ends: fc.tuple(fc.nat(), fc.nat()),
    cuts: fc.array(fc.nat(), { maxLength: 4 }),
    changedSince: fc.nat(),
    kills: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 3 }),
  })
  .map(({ turn: [zone, day], places, picks, ends, cuts, changedSince, ...rest }) => {
    const noon = Date.parse(`${day}T12:00:00Z`) / 1_000;
    const place = (pick: number) => noon + (places[pick % places.length] ?? 0);
    const [from, to] = [place(ends[0]), place(ends[1])].sort((a, b) => a - b) as [number, number];
    const records = picks.map(([pick, shift, other], index) => {
      const times = [place(pick) + shift, place(other)].sort((a, b) => a - b) as [number, number];
      return { id: String(index), created_at: times[0], updated_at: times[1] };
    });
    const edges = cuts.map(place).filter((cut) => cut > from && cut < to);
    return {
      ...rest,
      zone,
      comparesDays: rest.dayRule !== 'seconds' || rest.mostPerPage % 2 === 0,
      records,
      from,
      to,
      cuts: [...new Set(edges)].sort((a, b) => a - b),
      changedSince: rest.mode === 'full_refresh' ? place(changedSince) : from,
    };
  });

function begin({ mode, from, cuts, to, changedSince }: Case): Progress {
  const edges = [from, ...cuts, to];
  const gaps = edges.slice(1).map((end, index) => ({ from: edges[index] ?? from, to: end }));
  return progressOf(
    gaps.filter((gap) => gap.from < gap.to),
    mode,
    { since: changedSince, until: to },
  );
}

function isWanted(record: Timed, { mode, from, to, changedSince }: Case): boolean {
  const { created_at: created = 0, updated_at: updated = 0 } = record;
  if (mode === 'incremental') return updated >= from && updated < to;
  return created >= from && created < to && updated >= changedSince;
}

function open(one: Case) {
  const server = new SearchServer(one.records, { ...one, timeZone: one.zone });
  const walk = search({ name: 'rows', path: '/rows/search', recordsAt: 'data', comparesDays: one.comparesDays });
  const context = contextOf(server, { timeZone: one.zone, workspaceCreatedAt: one.from - 10 * DAY });
  return { walk, context };
}

const sorted = (ids: readonly string[]) => ids.toSorted((a, b) => Number(a) - Number(b));

/** A short range of contacts that proves long is read from its other end: the second where the two meet comes twice. */
function mayTurn({ comparesDays, mode }: Case): boolean {
  return comparesDays && mode === 'incremental';
}

it('what is kept is exactly the range, each record once, however days are compared', async () => {
  await fc.assert(
    fc.asyncProperty(cases, async (one) => {
      const { walk, context } = open(one);
      const { records, progress, error } = await readAll(walk, begin(one), context);
      expect(error).toBeUndefined();
      expect(progress.gaps).toEqual([]);
      expect(context.warnings).toEqual([]);
      const ids = idsOf(records);
      expect(sorted([...new Set(ids)])).toEqual(idsOf(one.records.filter((record) => isWanted(record, one))));
      const repeated = records.filter(({ id }, index) => ids.indexOf(String(id)) < index);
      expect(new Set(repeated.map(({ updated_at }) => updated_at)).size).toBeLessThanOrEqual(mayTurn(one) ? 1 : 0);
    }),
    { numRuns: 600, endOnFailure: true },
  );
});

it('what killed reads and the last one bring is the whole range and nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(cases, async (one) => {
      const { walk, context } = open(one);
      const found = new Set<string>();
      let progress = begin(one);
      for (const most of [...one.kills, Number.POSITIVE_INFINITY]) {
        const reading = await readAll(walk, progress, context, most);
        expect(reading.error).toBeUndefined();
        for (const id of idsOf(reading.records)) found.add(id);
        progress = reading.progress;
      }
      expect(progress.gaps).toEqual([]);
      expect(sorted([...found])).toEqual(idsOf(one.records.filter((record) => isWanted(record, one))));
    }),
    { numRuns: 400, endOnFailure: true },
  );
});
