import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance, begin, cursorOf, finish, type Progress, type Range } from '../../src/progress/progress.ts';
import { parseStreamState, toStreamState } from '../../src/progress/stream-state.ts';

const plain = { cursorField: 'updated_at' };
const logs = { cursorField: 'created_at' };
const parts = { cursorField: 'updated_at', parentInState: 'conversations' };
const segments = { cursorField: 'updated_at', parentInState: 'companies' };
const layouts = [plain, logs, parts, segments, {}];

const N = 1_744_153_060;
const P = 1_744_000_000;
const M = 1_700_000_000;

function finishedAt(cursor: number): Progress {
  return { mode: 'incremental', since: cursor, until: cursor, gaps: [], retry: [] };
}

/** The same state with its cursors as digits, as the other connector writes them since 2025. */
function withDigits(state: object): object {
  return JSON.parse(JSON.stringify(state), (_key, value) => (typeof value === 'number' ? String(value) : value));
}

const partition = (cursor: number) => ({ partition: { id: '1', parent_slice: {} }, cursor: { updated_at: cursor } });
const current = {
  use_global_cursor: true,
  state: { updated_at: N },
  lookback_window: 12,
  parent_state: { conversations: { updated_at: P } },
};

describe.each([
  ['0.1.0: the early flat blob, plain stream', plain, { updated_at: N }, N],
  ['0.1.0: the early flat blob, child with its own cursor only', parts, { updated_at: N }, N],
  ['0.1.0: the later blob, child', parts, { updated_at: N, conversations: { updated_at: P } }, P],
  ['0.1.27: plain stream', plain, { updated_at: N }, N],
  ['0.1.27: child of conversations', parts, { updated_at: N, conversations: { updated_at: P } }, P],
  ['0.1.27: child of companies', segments, { updated_at: N, companies: { updated_at: P } }, P],
  ['0.2: plain stream', plain, { updated_at: N, prior_state: { updated_at: M } }, N],
  ['0.2: plain stream with no more than a prior state', plain, { prior_state: { updated_at: M } }, M],
  ['0.2: prior states within each other', plain, { prior_state: { prior_state: { updated_at: M }, updated_at: N } }, M],
  [
    '0.2: child',
    parts,
    {
      updated_at: N,
      prior_state: { updated_at: M, conversations: { updated_at: M } },
      conversations: { updated_at: P },
    },
    P,
  ],
  [
    '0.2: child with no more than a prior state',
    parts,
    { prior_state: { updated_at: N, conversations: { updated_at: M } } },
    M,
  ],
  ['0.2: child whose prior state is that of the early flat blob', parts, { prior_state: { updated_at: M } }, M],
  ['0.2: activity logs', logs, { created_at: N }, N],
  [
    '0.13.0-rc.1: a cursor per parent',
    parts,
    {
      states: [partition(N), partition(M), partition(P)],
      use_global_cursor: false,
      state: { updated_at: N },
      parent_state: {},
    },
    M,
  ],
  ['0.13.0-rc.1: a cursor per parent and nothing else', parts, { states: [partition(P), partition(N)] }, P],
  ['0.13: plain stream', plain, { updated_at: N }, N],
  [
    '0.13: plain stream that came from 0.2',
    plain,
    { updated_at: N, prior_state: { prior_state: { updated_at: M } } },
    N,
  ],
  ['0.13: activity logs', logs, { created_at: N }, N],
  ['0.13: child', parts, current, P],
  ['0.13: child whose own cursor is the earlier one', parts, { ...current, state: { updated_at: M } }, M],
  ['0.13: child of companies', segments, { ...current, parent_state: { companies: { updated_at: P } } }, P],
  [
    '0.13, not written again: child that came from 0.2',
    parts,
    {
      updated_at: N,
      prior_state: { updated_at: M },
      conversations: { updated_at: P },
      parent_state: { conversations: { updated_at: P } },
    },
    P,
  ],
  [
    '0.13 with the state of its toolkit: slices of a date range',
    plain,
    {
      state_type: 'date-range',
      slices: [
        { start: M, end: N, most_recent_cursor_value: P },
        { start: P, end: N },
      ],
    },
    P,
  ],
  [
    '0.13 with the state of its toolkit: a slice without a most recent value',
    plain,
    { state_type: 'date-range', slices: [{ start: M, end: N }] },
    N,
  ],
])('a state of version %s', (_name, layout, state, cursor) => {
  it('is continued, its cursors numbers', () => {
    expect(parseStreamState(state, layout)).toEqual(finishedAt(cursor));
  });

  it('is continued, its cursors digits', () => {
    expect(parseStreamState(withDigits(state), layout)).toEqual(finishedAt(cursor));
  });
});

describe('a state without a cursor', () => {
  it.each([
    [{ __ab_no_cursor_state_message: true }],
    [{ __ab_full_refresh_sync_complete: true }],
    [{}],
    [{ next_page_token: { next_page_token: 'abc' } }],
    [{ prior_state: null, state: null, parent_state: null, slices: [null], states: [null], progress: null }],
  ])('%j says nothing, to no stream', (state) => {
    expect(layouts.map((layout) => parseStreamState(state, layout))).toEqual(layouts.map(() => undefined));
  });

  it('says nothing to a stream that is always read in full, whatever it holds', () => {
    expect(parseStreamState({ updated_at: N }, {})).toBeUndefined();
    expect(parseStreamState(toStreamState(unfinished, plain), {})).toBeUndefined();
  });
});

describe('prior states', () => {
  it('within each other without end are not followed', () => {
    let state: object = { updated_at: M };
    for (let level = 0; level < 50_000; level += 1) state = { prior_state: state };
    expect(parseStreamState(state, plain)).toBeUndefined();
  });
});

describe('cursors', () => {
  it('of a child are none of a plain stream', () => {
    expect(parseStreamState({ updated_at: N, state: { updated_at: M } }, plain)).toEqual(finishedAt(N));
  });

  it('may be dates, as the first versions wrote them', () => {
    expect(parseStreamState({ updated_at: '2025-04-08T22:57:40Z' }, plain)).toEqual(finishedAt(N));
  });

  it('may have fractions, which are cut off', () => {
    expect(parseStreamState({ updated_at: `${N}.9` }, plain)).toEqual(finishedAt(N));
  });

  it.each([4_765_132_800, '4765132800', 4_765_132_800_000, '9007199254740991'])(
    'may lie in the future: %j',
    (cursor) => {
      expect(parseStreamState({ updated_at: cursor }, plain)).toEqual(finishedAt(Number(cursor)));
    },
  );

  it.each([-5, '-5', -1e300, '1969-12-31T23:59:59Z'])('before 1970 count as 1970: %j', (cursor) => {
    expect(parseStreamState({ updated_at: cursor }, plain)).toEqual(finishedAt(0));
  });

  it.each([['  '], [null], [true], [{}], [[]], ['yesterday']])('are not made out of %j', (value) => {
    expect(parseStreamState({ updated_at: value }, plain)).toBeUndefined();
  });

  it.each([
    ...['Infinity', '-Infinity', 'NaN', '1e400', '-1e400', '1e300', '9007199254740992'].map(
      (text): [string, unknown] => [text, text],
    ),
    ['400 digits', '9'.repeat(400)],
    ['a number that overflows', JSON.parse('1e400')],
    ['one that overflows below 0', JSON.parse('-1e400')],
    ['the number 1e300', 1e300],
    ['the first number that is not exact', Number.MAX_SAFE_INTEGER + 1],
  ])('are not made out of %s, which is no time', (_name, cursor) => {
    for (const [layout, state] of [
      [plain, { updated_at: cursor }],
      [plain, { prior_state: { updated_at: cursor } }],
      [plain, { slices: [{ end: cursor }] }],
      [parts, { state: { updated_at: cursor }, parent_state: { conversations: { updated_at: cursor } } }],
      [parts, { states: [partition(cursor)] }],
    ] as const) {
      expect(parseStreamState(state, layout)).toBeUndefined();
    }
  });
});

const unfinished: Progress = {
  mode: 'incremental',
  since: P,
  until: N,
  gaps: [{ from: P + 10, to: N, resume: { since: P, token: 'page 2' } }],
  retry: ['17'],
};

describe('the state that is printed', () => {
  it('is the cursor alone once a sync is finished, as the other connector writes it', () => {
    expect(toStreamState(finish({ ...unfinished, retry: [] }), plain)).toEqual({ updated_at: String(N) });
  });

  it('holds what the other connector looks for in the state of a child', () => {
    expect(toStreamState(finish({ ...unfinished, retry: [] }), parts)).toEqual({
      updated_at: String(N),
      use_global_cursor: true,
      state: { updated_at: String(N) },
      parent_state: { conversations: { updated_at: String(N) } },
      lookback_window: 0,
    });
  });

  it('is a marker for a stream that is always read in full', () => {
    expect(toStreamState(unfinished, {})).toEqual({ __ab_no_cursor_state_message: true });
  });

  it.each([plain, logs, parts, segments])('holds the whole progress of an unfinished sync: %j', (layout) => {
    const state = JSON.parse(JSON.stringify(toStreamState(unfinished, layout)));
    expect(state[layout.cursorField]).toBe(String(P + 10));
    expect(parseStreamState(state, layout)).toEqual(unfinished);
  });

  it.each([plain, parts])('keeps the parents to ask again after a sync that is finished otherwise: %j', (layout) => {
    const state = toStreamState(finish(unfinished), layout);
    expect(parseStreamState(state, layout)).toEqual(finish(unfinished));
  });

  it('tells a finished full refresh from a finished incremental sync', () => {
    const finished: Progress = { ...finish(unfinished), mode: 'full_refresh', retry: [] };
    expect(parseStreamState(toStreamState(finished, plain), plain)).toEqual(finished);
  });

  it('comes back as it was, whatever a sync has done', () => {
    fc.assert(
      fc.property(
        range,
        fc.nat(9_999),
        fc.boolean(),
        fc.constantFrom(plain, logs, parts, segments),
        (of, at, up, layout) => {
          const begun = begin(undefined, of);
          const [gap] = begun.gaps;
          if (gap === undefined) return;
          const cut = gap.from + Math.floor(((gap.to - gap.from) * at) / 10_000);
          const left = up ? { from: cut, to: gap.to } : { from: gap.from, to: cut };
          for (const progress of [begun, advance(begun, gap, left), { ...finish(begun), retry: ['a'] }]) {
            const parsed = parseStreamState(JSON.parse(JSON.stringify(toStreamState(progress, layout))), layout);
            if (progress.gaps.length === 0 && progress.mode === 'incremental' && progress.retry.length === 0) {
              expect(parsed && cursorOf(parsed)).toBe(cursorOf(progress));
            } else expect(parsed).toEqual(progress);
          }
        },
      ),
    );
  });
});

const range: fc.Arbitrary<Range> = fc.record({
  mode: fc.constantFrom('incremental', 'full_refresh'),
  start: fc.nat(N),
  until: fc.integer({ min: 0, max: N }),
  lookback: fc.nat(1_000_000),
});

describe('our own progress', () => {
  const gap = (from: number, to: number) => ({ from, to });

  it('may hold gaps that touch', () => {
    const progress = { ...unfinished, gaps: [gap(P + 10, P + 30), gap(P + 30, N)] };
    expect(parseStreamState({ updated_at: String(P + 10), progress }, plain)).toEqual(progress);
  });

  it('is believed where no cursor stands beside it', () => {
    expect(parseStreamState({ progress: unfinished }, plain)).toEqual(unfinished);
  });

  it.each([plain, parts])('is not believed once another connector has moved the cursor on: %j', (layout) => {
    const moved = JSON.parse(JSON.stringify(toStreamState(unfinished, layout)), (key, value) =>
      key === 'updated_at' ? String(N + 5_000) : value,
    );
    expect(parseStreamState(moved, layout)).toEqual(finishedAt(N + 5_000));
  });

  it('is not believed where another connector has moved only what it looks for in a child', () => {
    const state = toStreamState(unfinished, parts);
    const cursor = { updated_at: String(N + 5_000) };
    const moved = { ...state, state: cursor, parent_state: { conversations: cursor } };
    expect(parseStreamState(moved, parts)).toEqual(finishedAt(N + 5_000));
  });

  it.each([
    ['of another shape', { mode: 'incremental', gaps: 'none' }],
    ['with a gap that is none', { ...unfinished, gaps: [{ from: 'a', to: 5 }] }],
    ['with a time before 1970', { ...unfinished, since: -1 }],
    ['with gaps that overlap', { ...unfinished, gaps: [gap(P + 10, P + 30), gap(P + 20, N)] }],
    ['with gaps in the wrong order', { ...unfinished, gaps: [gap(P + 20, N), gap(P + 10, P + 20)] }],
    ['with a gap without a second', { ...unfinished, gaps: [gap(P + 10, P + 10)] }],
  ])('gives way to the cursor beside it when it is %s', (_name, progress) => {
    expect(parseStreamState({ updated_at: String(P + 10), progress }, plain)).toEqual(finishedAt(P + 10));
  });
});

describe('junk', () => {
  const names = ['updated_at', 'state', 'parent_state', 'conversations', 'prior_state', 'progress', 'slices', 'states'];
  const scalar = fc.oneof(fc.string(), fc.double(), fc.integer(), fc.constantFrom(null, true, '1e999', '-5', '0x10'));
  const junk = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 4 }, scalar, tie('object'), fc.array(tie('object'), { maxLength: 2 })),
    object: fc.dictionary(fc.constantFrom(...names, '__proto__', 'cursor', 'end', 'x'), tie('value'), { maxKeys: 4 }),
  })).object;

  it('never throws, and what it is taken for can be printed and begun', () => {
    fc.assert(
      fc.property(junk, fc.constantFrom(...layouts), (state, layout) => {
        const parsed = parseStreamState(Object(state), layout);
        if (parsed === undefined) return;
        const begun = begin(parsed, { mode: 'incremental', start: 0, until: N, lookback: 0 });
        expect(Number.isSafeInteger(cursorOf(begun))).toBe(true);
        expect(() => JSON.stringify(toStreamState(begun, layout))).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });
});

describe('export jobs in a state', () => {
  const gaps = [{ from: N, to: N + 5_000 }];
  const read = { rows: 12, last: 'b3VyIGRpZ2VzdA' };
  const running: Progress = {
    ...finishedAt(N),
    until: N + 5_000,
    gaps,
    jobs: [{ id: 'al9w983l', from: N, to: N + 5_000, read }],
  };

  it('come back as they were', () => {
    expect(parseStreamState(JSON.parse(JSON.stringify(toStreamState(running, plain))), plain)).toEqual(running);
  });

  it.each([
    ['leads to another path', { id: '../../contacts' }],
    ['has no id', { id: '' }],
    ['ends before it begins', { to: N - 1 }],
    ['counts no rows', { read: { rows: -1, last: '' } }],
  ])('are not believed where one %s: then the cursor counts', (_what, odd) => {
    const jobs = [{ id: 'a', ...gaps[0], ...odd }];
    const state = { updated_at: String(N), progress: { ...running, jobs } };
    expect(parseStreamState(state, plain)).toEqual(finishedAt(N));
  });

  it('are left out by a version that does not know them: the gaps beside them say all that is to be read', () => {
    const { jobs: _, ...known } = running;
    expect(parseStreamState(toStreamState(known, plain), plain)).toEqual(known);
    expect(cursorOf(running)).toBe(cursorOf(known));
  });
});
