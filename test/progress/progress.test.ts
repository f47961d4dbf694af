import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  advance,
  begin,
  clip,
  contains,
  cursorOf,
  finish,
  fresh,
  type Gap,
  INDEX_LAG_SECONDS,
  type Progress,
  type Range,
  widest,
  withJobs,
} from '../../src/progress/progress.ts';

const incremental: Range = { mode: 'incremental', start: 10_000, until: 50_000, lookback: 0 };
const fullRefresh: Range = { ...incremental, mode: 'full_refresh' };

function progress(fields: Partial<Progress>): Progress {
  return { mode: 'incremental', since: 10_000, until: 50_000, gaps: [], retry: [], ...fields };
}

describe('begin, incremental', () => {
  it('reads everything since the start date when nothing was stored', () => {
    expect(begin(undefined, incremental)).toEqual(progress({ gaps: [{ from: 10_000, to: 50_000 }] }));
  });

  it('after a finished sync goes back by the index lag and the lookback', () => {
    const begun = begin(progress({ until: 40_000 }), { ...incremental, lookback: 5_000 });
    expect(begun.gaps).toEqual([{ from: 40_000 - INDEX_LAG_SECONDS - 5_000, to: 50_000 }]);
    expect(begun.since).toBe(40_000);
  });

  it('never goes back before the year 1970', () => {
    expect(begin(progress({ since: 100, until: 100 }), { ...incremental, lookback: 5_000 }).gaps).toEqual([
      { from: 0, to: 50_000 },
    ]);
  });

  it('after an unfinished sync keeps its gaps with their page tokens, and adds the time since without lookback', () => {
    const resume = { since: 10_000, token: 'page 7' };
    const stored = progress({ until: 30_000, gaps: [{ from: 12_000, to: 20_000, resume }] });
    expect(begin(stored, { ...incremental, lookback: 5_000 }).gaps).toEqual([
      { from: 12_000, to: 20_000, resume },
      { from: 30_000 - INDEX_LAG_SECONDS, to: 50_000 },
    ]);
  });

  it('lets an unfinished gap that reaches to the end grow, page token and all', () => {
    const resume = { since: 10_000, token: 'page 7' };
    const stored = progress({ until: 30_000, gaps: [{ from: 12_000, to: 30_000, resume }] });
    expect(begin(stored, incremental).gaps).toEqual([{ from: 12_000, to: 50_000, resume }]);
  });

  it('drops the page token of a gap that has to start earlier than it did', () => {
    const stored = progress({ until: 30_000, gaps: [{ from: 29_900, to: 30_000, resume: { since: 1, token: 'a' } }] });
    expect(begin(stored, incremental).gaps).toEqual([{ from: 30_000 - INDEX_LAG_SECONDS, to: 50_000 }]);
  });

  it('never lets the cursor go back, although what a finished page overlaps is read again', () => {
    const stored = progress({ until: 30_000, gaps: [{ from: 29_900, to: 30_000 }] });
    expect(cursorOf(begin(stored, incremental))).toBe(cursorOf(stored));
  });

  it('goes on from a finished full refresh', () => {
    const stored = progress({ mode: 'full_refresh', until: 40_000 });
    expect(begin(stored, incremental)).toEqual(
      progress({ since: 40_000, gaps: [{ from: 40_000 - INDEX_LAG_SECONDS, to: 50_000 }] }),
    );
  });

  it('starts over after an unfinished full refresh, whose gaps are cut by creation', () => {
    const stored = progress({ mode: 'full_refresh', until: 40_000, gaps: [{ from: 20_000, to: 40_000 }] });
    expect(begin(stored, incremental)).toEqual(begin(undefined, incremental));
  });

  it('R44: has nothing to do for a state far in the future, and keeps its cursor', () => {
    const begun = begin(progress({ since: 4_000_000_000, until: 4_000_000_000 }), incremental);
    expect(begun.gaps).toEqual([]);
    expect(cursorOf(begun)).toBe(4_000_000_000);
    expect(cursorOf(finish(begun))).toBe(4_000_000_000);
  });

  it('reads the overlap when the stored cursor is only a little ahead of the clock', () => {
    const begun = begin(progress({ since: 50_300, until: 50_300 }), incremental);
    expect(begun.gaps).toEqual([{ from: 50_300 - INDEX_LAG_SECONDS, to: 50_000 }]);
    expect(cursorOf(begun)).toBe(50_300);
  });

  it('keeps an unfinished gap whole when the clock has gone back behind its end', () => {
    const begun = begin(progress({ until: 50_500, gaps: [{ from: 50_000, to: 50_500 }] }), incremental);
    expect(begun.gaps).toEqual([{ from: 50_500 - INDEX_LAG_SECONDS, to: 50_500 }]);
    expect(cursorOf(finish(begun))).toBe(50_500);
  });

  it('keeps an unfinished gap, and adds nothing, when the clock has gone back far behind it', () => {
    const stored = progress({ until: 90_000, gaps: [{ from: 12_000, to: 20_000 }] });
    expect(begin(stored, incremental).gaps).toEqual([{ from: 12_000, to: 20_000 }]);
  });

  it('joins the time since to an unfinished gap that ends exactly where it begins', () => {
    const stored = progress({ until: 30_000, gaps: [{ from: 12_000, to: 30_000 - INDEX_LAG_SECONDS }] });
    expect(begin(stored, incremental).gaps).toEqual([{ from: 12_000, to: 50_000 }]);
  });

  it('keeps the page token of an unfinished gap that starts exactly with the time to add', () => {
    const from = 30_000 - INDEX_LAG_SECONDS;
    const resume = { since: from, token: 'page 2' };
    const stored = progress({ until: 30_000, gaps: [{ from, to: 30_000, resume }] });
    expect(begin(stored, incremental).gaps).toEqual([{ from, to: 50_000, resume }]);
  });

  it('keeps the parents that are to be asked again', () => {
    expect(begin(progress({ until: 40_000, retry: ['a'] }), incremental).retry).toEqual(['a']);
  });
});

describe('begin, full refresh', () => {
  it('reads from the earliest creation on, for what has changed since the start date', () => {
    expect(begin(undefined, { ...fullRefresh, earliest: 0 })).toEqual(
      progress({ mode: 'full_refresh', gaps: [{ from: 0, to: 50_000 }] }),
    );
  });

  it('R45: goes on with the gaps of an unfinished full refresh and with its end', () => {
    const stored = progress({ mode: 'full_refresh', until: 40_000, gaps: [{ from: 20_000, to: 30_000 }] });
    expect(begin(stored, fullRefresh)).toEqual(stored);
  });

  it('R45: has nothing to do after a finished full refresh', () => {
    expect(begin(progress({ mode: 'full_refresh', until: 40_000 }), fullRefresh).gaps).toEqual([]);
  });

  it.each([[[]], [[{ from: 20_000, to: 40_000 }]]])('starts over after an incremental sync with gaps %j', (gaps) => {
    expect(begin(progress({ until: 40_000, gaps }), fullRefresh)).toEqual(begin(undefined, fullRefresh));
  });

  it('keeps the given cursor until it is finished: creation times vouch for no change', () => {
    const begun = fresh(fullRefresh);
    const half = advance(begun, { from: 10_000, to: 50_000 }, { from: 30_000, to: 50_000 });
    expect(cursorOf(half)).toBe(10_000);
    expect(cursorOf(finish(half))).toBe(50_000);
  });
});

describe('advance', () => {
  const whole = { from: 10_000, to: 50_000 };

  it('leaves what the page says is left, with its page token', () => {
    const left = { from: 20_000, to: 50_000, resume: { since: 10_000, token: 'page 2' } };
    expect(advance(progress({ gaps: [whole] }), whole, left).gaps).toEqual([left]);
  });

  it('keeps a later part that the page does not speak of, to be started by value', () => {
    const own = { from: 10_000, to: 30_000 };
    const left = { from: 20_000, to: 30_000, resume: { since: 10_000, token: 'page 2' } };
    const begun = progress({ gaps: [{ ...whole, resume: { since: 10_000, token: 'page 1' } }] });
    expect(advance(begun, own, left).gaps).toEqual([left, { from: 30_000, to: 50_000 }]);
  });

  it('keeps the page tokens of gaps that the page does not touch, adjacent ones too', () => {
    const gap = (from: number, to: number) => ({ from, to, resume: { since: from, token: `page of ${from}` } });
    const others = [gap(10_000, 15_000), gap(16_000, 20_000), gap(30_000, 40_000), gap(41_000, 50_000)];
    const own = { from: 20_000, to: 30_000 };
    expect(advance(progress({ gaps: [...others, own] }), own, undefined).gaps).toEqual(others);
  });

  it('keeps no gap for a rest without a second', () => {
    expect(advance(progress({ gaps: [whole] }), whole, { from: 50_000, to: 50_000 }).gaps).toEqual([]);
  });

  it('takes nothing off beyond the page, whatever it says is left', () => {
    const own = { from: 10_000, to: 30_000 };
    expect(advance(progress({ gaps: [whole] }), own, { from: 0, to: 60_000 }).gaps).toEqual([
      { from: 10_000, to: 30_000 },
      { from: 30_000, to: 50_000 },
    ]);
  });
});

/** All times of the simulation are multiples of this; the index lag is nine of them. */
const UNIT = 100;

/** The units of time that these gaps hold. */
function unitsOf(gaps: readonly (Gap | undefined)[]): Set<number> {
  const units = new Set<number>();
  for (const gap of gaps) for (let at = gap?.from ?? 0; at < (gap?.to ?? 0); at += UNIT) units.add(at);
  return units;
}

interface WrittenPage {
  readonly gap: Gap;
  readonly left: Gap | undefined;
}

/** A walk that reads its gaps in any order and any direction, its pages waiting to be written. */
class Simulation {
  readonly #readers: { left: Gap | undefined; readonly pages: WrittenPage[] }[];

  constructor({ gaps }: Progress) {
    this.#readers = gaps.map((gap) => ({ left: gap, pages: [] }));
  }

  /** One reader gets a page further; it may keep the rest of its gap or give the later part of it away. */
  fetch({ reader, reached, direction, share }: Step): void {
    const own = this.#readers[reader % Math.max(1, this.#readers.length)];
    if (own?.left === undefined) return;
    const { from, to } = own.left;
    const end = share && direction === 'up' ? between({ from, to }, 0.6) : to;
    if (end < to) this.#readers.push({ left: { from: end, to }, pages: [] });
    const at = between({ from, to: end }, reached);
    const left = direction === 'up' ? { from: at, to: end, resume: { since: from, token: `${at}` } } : { from, to: at };
    own.left = left.from < left.to ? left : undefined;
    own.pages.push({ gap: { from, to: end }, left: own.left });
  }

  /** The next page of a reader, in the order in which the reader fetched. */
  write(reader: number): WrittenPage | undefined {
    return this.#readers[reader % Math.max(1, this.#readers.length)]?.pages.shift();
  }
}

function between({ from, to }: Gap, share: number): number {
  return from + Math.ceil(((to - from) / UNIT) * share) * UNIT;
}

interface Step {
  readonly act: 'fetch' | 'write' | 'cut' | 'finish';
  readonly reader: number;
  readonly reached: number;
  readonly direction: 'up' | 'down';
  readonly share: boolean;
  /** Until the next sync, in units. */
  readonly pause: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  act: fc.constantFrom('fetch', 'fetch', 'fetch', 'write', 'write', 'write', 'cut', 'finish'),
  reader: fc.nat(7),
  reached: fc.double({ min: 0, max: 1, noNaN: true }),
  direction: fc.constantFrom('up', 'up', 'down'),
  share: fc.boolean(),
  pause: fc.nat(30),
});

const history = fc.array(step, { maxLength: 60 });

function stored(state: Progress): Progress {
  return JSON.parse(JSON.stringify(state));
}

describe('the progress of any number of syncs, cut anywhere', () => {
  it('R43: always holds exactly the seconds that no written page has brought, and never lets the cursor go back', () => {
    fc.assert(
      fc.property(history, fc.nat(20), (steps, lookbackUnits) => {
        const lookback = lookbackUnits * UNIT;
        let range: Range = { mode: 'incremental', start: 30 * UNIT, until: 60 * UNIT, lookback };
        let state = begin(undefined, range);
        let unread = unitsOf(state.gaps);
        let walk = new Simulation(state);
        for (const one of steps) {
          const cursor = cursorOf(state);
          const page = one.act === 'write' ? walk.write(one.reader) : undefined;
          if (one.act === 'fetch') walk.fetch(one);
          if (page !== undefined) {
            state = advance(state, page.gap, page.left);
            for (const unit of unitsOf([page.gap])) unread.delete(unit);
            for (const unit of unitsOf([page.left])) unread.add(unit);
          }
          if (one.act === 'cut' || one.act === 'finish') {
            const isFinished = one.act === 'finish' || state.gaps.length === 0;
            if (isFinished) {
              state = finish(state);
              unread = new Set();
            }
            const seen = isFinished ? cursorOf(state) - lookback : state.until;
            range = { ...range, until: range.until + one.pause * UNIT };
            state = begin(stored(state), range);
            const added = { from: Math.max(0, seen - INDEX_LAG_SECONDS), to: range.until };
            unread = new Set([...unread, ...unitsOf([added])]);
            walk = new Simulation(state);
          }
          expect(unitsOf(state.gaps)).toEqual(unread);
          expect(cursorOf(state)).toBeGreaterThanOrEqual(cursor);
          expect(state.gaps.every(({ from, to }, at) => from < to && from >= (state.gaps[at - 1]?.to ?? 0))).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('vouches by its cursor for every second before it, the overlap of the next sync aside', () => {
    fc.assert(
      fc.property(history, (steps) => {
        let state = begin(undefined, { mode: 'incremental', start: 30 * UNIT, until: 120 * UNIT, lookback: 0 });
        const unread = unitsOf(state.gaps);
        const walk = new Simulation(state);
        for (const one of steps) {
          walk.fetch(one);
          const page = walk.write(one.reader);
          if (page === undefined) continue;
          state = advance(state, page.gap, page.left);
          for (const unit of unitsOf([page.gap])) unread.delete(unit);
          for (const unit of unitsOf([page.left])) unread.add(unit);
          expect(Math.min(120 * UNIT, ...unread)).toBeGreaterThanOrEqual(cursorOf(state));
        }
      }),
      { numRuns: 200 },
    );
  });

  it('R45: a full refresh cut anywhere goes on with exactly the rest', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const range: Range = { mode: 'full_refresh', start: 30 * UNIT, earliest: 0, until: 60 * UNIT, lookback: 0 };
        let state = begin(undefined, range);
        const unread = unitsOf(state.gaps);
        let walk = new Simulation(state);
        for (const one of steps) {
          if (one.act === 'fetch') walk.fetch(one);
          const page = one.act === 'write' ? walk.write(one.reader) : undefined;
          if (page !== undefined) {
            state = advance(state, page.gap, page.left);
            for (const unit of unitsOf([page.gap])) unread.delete(unit);
            for (const unit of unitsOf([page.left])) unread.add(unit);
          }
          if (one.act === 'cut') {
            state = begin(stored(state), { ...range, until: range.until + one.pause * UNIT });
            walk = new Simulation(state);
          }
          expect(unitsOf(state.gaps)).toEqual(unread);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('contains', () => {
  const gaps = progress({
    gaps: [
      { from: 10, to: 20 },
      { from: 30, to: 50_000 },
    ],
  });

  it.each([
    [9, false],
    [10, true],
    [19, true],
    [20, false],
    [29, false],
    [30, true],
    [49_999, true],
  ])('second %i: %s', (second, expected) => {
    expect(contains(gaps, second)).toBe(expected);
  });

  it('takes what is newer than the end of the sync with the gap that reaches that end, and with no other', () => {
    expect(contains(gaps, 60_000)).toBe(true);
    expect(contains(progress({ gaps: [{ from: 10, to: 20 }] }), 60_000)).toBe(false);
  });
});

describe('widest', () => {
  const resume = { since: 10, token: 'x' };

  it('is the progress itself, page tokens included, where all streams have the same', () => {
    const one = progress({ gaps: [{ from: 10, to: 20, resume }], retry: ['7'] });
    expect(widest([one, progress({ gaps: [{ from: 10, to: 20, resume }], retry: ['7'] })])).toBe(one);
  });

  it('covers the range of every stream, and asks once for what several want again', () => {
    const contacts = progress({ since: 100, gaps: [{ from: 100, to: 200 }], retry: ['1', '2'] });
    const tags = progress({
      since: 50,
      until: 60_000,
      gaps: [
        { from: 150, to: 300 },
        { from: 400, to: 500 },
      ],
      retry: ['2'],
    });
    expect(widest([contacts, tags])).toEqual({
      mode: 'incremental',
      since: 50,
      until: 60_000,
      gaps: [
        { from: 100, to: 300 },
        { from: 400, to: 500 },
      ],
      retry: ['1', '2'],
    });
  });

  it('keeps the page token of a gap that no other touches, and starts a grown one by value', () => {
    const contacts = progress({ gaps: [{ from: 10, to: 20, resume }] });
    expect(widest([contacts, progress({ gaps: [{ from: 30, to: 40 }] })]).gaps).toEqual([
      { from: 10, to: 20, resume },
      { from: 30, to: 40 },
    ]);
    expect(widest([contacts, progress({ gaps: [{ from: 15, to: 40 }] })]).gaps).toEqual([{ from: 10, to: 40 }]);
    expect(widest([contacts, progress({ gaps: [{ from: 20, to: 40 }] })]).gaps).toEqual([{ from: 10, to: 40 }]);
  });

  it('covers a stream that differs from others which agree', () => {
    const contacts = progress({ gaps: [{ from: 30, to: 40 }] });
    const tags = progress({ gaps: [{ from: 10, to: 20 }] });
    expect(widest([contacts, contacts, tags]).gaps).toEqual([
      { from: 10, to: 20 },
      { from: 30, to: 40 },
    ]);
  });

  it('keeps the page token of a gap that streams share, although they differ otherwise', () => {
    const contacts = progress({ gaps: [{ from: 10, to: 20, resume }] });
    expect(widest([contacts, { ...contacts, retry: ['7'] }]).gaps).toEqual([{ from: 10, to: 20, resume }]);
  });

  it('needs a stream', () => {
    expect(() => widest([])).toThrow(RangeError);
  });
});

describe('a stream that shares a walk with one that starts earlier', () => {
  const resume = { since: 0, token: 'x' };
  const own: readonly Gap[] = [{ from: 100, to: 200 }];
  const gapsAfter = (left: Gap | undefined) =>
    clip(advance(progress({ gaps: own }), { from: 0, to: 200 }, left), own).gaps;

  it('keeps its range until the walk gets there', () => {
    expect(gapsAfter({ from: 50, to: 200, resume })).toEqual([{ from: 100, to: 200 }]);
  });

  it('goes on by the page token once the walk is inside its range', () => {
    expect(gapsAfter({ from: 150, to: 200, resume })).toEqual([{ from: 150, to: 200, resume }]);
  });

  it('is finished when the walk is', () => {
    expect(gapsAfter(undefined)).toEqual([]);
  });

  it('takes nothing of the range that an unordered answer opens again, but what is its own', () => {
    expect(gapsAfter({ from: 0, to: 200 })).toEqual([{ from: 100, to: 200 }]);
  });

  it('loses no second, whatever ranges are shared and however the pages go', () => {
    const gap = fc
      .tuple(fc.nat(60), fc.integer({ min: 1, max: 20 }))
      .map(([from, length]) => ({ from, to: from + length }));
    fc.assert(
      fc.property(gap, gap, fc.array(fc.nat(80), { maxLength: 8 }), (one, other, stops) => {
        const streams = [progress({ gaps: [one] }), progress({ gaps: [other] })];
        for (const whole of widest(streams).gaps) {
          let reached = whole.from;
          for (const stop of stops) {
            reached = Math.min(whole.to, Math.max(reached, stop));
            const left = reached < whole.to ? { from: reached, to: whole.to } : undefined;
            for (const [index, bounds] of [[one], [other]].entries()) {
              const before = streams[index] ?? progress({});
              streams[index] = clip(advance(before, whole, left), bounds);
            }
            for (const [index, bound] of [one, other].entries()) {
              if (bound.from < whole.from || bound.to > whole.to) continue;
              const rest = { from: Math.max(bound.from, reached), to: bound.to };
              expect(streams[index]?.gaps).toEqual(rest.from < rest.to ? [rest] : []);
            }
          }
        }
      }),
    );
  });
});

describe('export jobs', () => {
  const job = { id: 'abc1', from: 20_000, to: 30_000 };
  const gaps = [{ from: 20_000, to: 50_000 }];

  it('are gone on with by the next sync, and are unknown to a sync that starts over', () => {
    const stored = progress({ gaps, jobs: [job] });
    expect(begin(stored, { ...incremental, until: 60_000 }).jobs).toEqual([job]);
    expect(begin({ ...stored, mode: 'full_refresh' }, fullRefresh).jobs).toEqual([job]);
    expect(begin({ ...stored, mode: 'full_refresh' }, incremental)).not.toHaveProperty('jobs');
  });

  it('are kept by pages that say nothing of them, and over with the sync', () => {
    const begun = withJobs(progress({ gaps }), [job]);
    expect(advance(begun, { from: 20_000, to: 25_000 }, undefined).jobs).toEqual([job]);
    expect(clip(begun, gaps).jobs).toEqual([job]);
    expect(withJobs(begun, [])).toEqual(progress({ gaps }));
    expect(finish(begun)).toEqual(progress({}));
  });

  it('of several streams are those of all of them', () => {
    const other = { ...job, id: 'abc2' };
    expect(widest([progress({ gaps, jobs: [job] }), progress({ gaps, jobs: [other] })]).jobs).toEqual([job, other]);
    expect(widest([progress({ gaps }), progress({})])).not.toHaveProperty('jobs');
  });
});
