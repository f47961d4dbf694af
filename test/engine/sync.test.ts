import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { OutputClosedError } from '../../src/airbyte/message-writer.ts';
import { ConnectorError } from '../../src/errors.ts';
import type { Body } from '../../src/intercom/api.ts';
import { MemoryBudget } from '../../src/intercom/pace/memory-budget.ts';
import { begin } from '../../src/progress/progress.ts';
import { parseStreamState } from '../../src/progress/stream-state.ts';
import type { Page } from '../../src/walks/walk.ts';
import {
  Output,
  pagesOf,
  range,
  records,
  type Script,
  ScriptedStream,
  scriptedSync,
  scriptedWalk,
  select,
  UNTIL,
} from './support/scripted-read.ts';

const outage = new ConnectorError('Intercom kept failing.', { failureType: 'transient_error' });

/** The page that reads the period from `from` to `reached`, the first of a gap that ends with the sync. */
function page(from: number, reached: number, rows: readonly Body[]): Page<Body> {
  const left = reached < UNTIL ? { left: { from: reached, to: UNTIL } } : {};
  return { records: rows, gap: { from, to: UNTIL }, ...left };
}

const twoPages = [page(0, 500, records(2)), page(500, UNTIL, records(1, 500, 's'))];

function failing(...pages: readonly Page<Body>[]): Script {
  return async function* (progress, context) {
    yield* pagesOf(...pages)(progress, context);
    throw outage;
  };
}

afterEach(() => {
  vi.useRealTimers();
});

/** Waits until it holds, also on a busy machine: the default of Vitest is a second. */
const eventually = (holds: () => void) => vi.waitFor(holds, { timeout: 30_000 });

describe('a sync', () => {
  it("tells the platform how many rows the API's count leads to expect, once", async () => {
    const CountedStream = class extends ScriptedStream {
      override readonly isRowPerRecord = true;
    };
    const pages = twoPages.map((each) => ({ ...each, total: 40 }));
    const { run, output } = scriptedSync([
      select(new CountedStream('a', scriptedWalk('a', pagesOf(...pages)))),
      select(new ScriptedStream('children', scriptedWalk('b', pagesOf(...pages)))),
    ]);
    await run();
    const estimates = output.messages.filter((message) => JSON.stringify(message).includes('"ESTIMATE"'));
    expect(estimates).toHaveLength(1);
    expect(estimates[0]).toMatchObject({ trace: { estimate: { name: 'a', type: 'STREAM', row_estimate: 40 } } });
  });

  it('R22: reads a stream to its end, a state after each page', async () => {
    const { sync, run, output } = scriptedSync([
      select(new ScriptedStream('a', scriptedWalk('a', pagesOf(...twoPages)))),
    ]);
    await run();
    expect(output.tale('a')).toEqual([
      'STARTED',
      'RUNNING',
      'RECORD r0',
      'RECORD r1',
      'STATE 2',
      'RECORD s0',
      'STATE 1',
      'STATE 0',
      'COMPLETE',
    ]);
    expect(sync.isComplete).toBe(true);
  });

  it('R25: lets the other streams go on when one fails, and tells of the failure before its stream ends', async () => {
    const { sync, run, output, failures } = scriptedSync([
      select(new ScriptedStream('a', scriptedWalk('a', failing(page(0, 500, records(1)))))),
      select(new ScriptedStream('b', scriptedWalk('b', pagesOf(...twoPages)))),
    ]);
    await run();
    expect(output.tale('a')).toEqual([
      'STARTED',
      'RUNNING',
      'RECORD r0',
      'STATE 1',
      'STATE 0',
      'INCOMPLETE',
      'ERROR transient_error',
    ]);
    expect(output.tale('b').at(-1)).toBe('COMPLETE');
    expect(sync.isComplete).toBe(false);
    expect(failures).toEqual([outage]);
  });

  it('names an error that nobody expected a system error, without its stack in the message', async () => {
    const walk = scriptedWalk('a', () => {
      throw new TypeError('x is not a function');
    });
    const { run, output } = scriptedSync([select(new ScriptedStream('a', walk))]);
    await run();
    const trace = output.messages.at(-1)?.trace?.error;
    expect(trace).toMatchObject({ failure_type: 'system_error', stack_trace: expect.stringContaining('TypeError') });
    expect(trace?.message).not.toMatch(/TypeError|\n\s+at /);
  });

  it('is not complete when a walk ends before its range does', async () => {
    const walk = scriptedWalk('a', pagesOf(page(0, 500, records(2))));
    const { run, output } = scriptedSync([select(new ScriptedStream('a', walk))]);
    await run();
    expect(output.tale('a').slice(-3)).toEqual(['STATE 0', 'INCOMPLETE', 'ERROR system_error']);
    expect(output.messages.findLast(({ state }) => state)?.state?.stream.stream_state.updated_at).toBe('500');
  });

  it('is not complete while parents are to be asked again, and keeps them in the state', async () => {
    const retried: Page<Body> = { records: [], retry: ['17'] };
    const walk = scriptedWalk('a', pagesOf(retried, page(0, UNTIL, records(1))));
    const { run, output } = scriptedSync([select(new ScriptedStream('a', walk))]);
    await run();
    expect(output.tale('a').slice(-2)).toEqual(['INCOMPLETE', 'ERROR transient_error']);
    const state = output.messages.findLast((message) => message.state)?.state?.stream.stream_state ?? {};
    expect(parseStreamState(state, { cursorField: 'updated_at' })).toMatchObject({
      until: UNTIL,
      gaps: [],
      retry: ['17'],
    });
  });

  it('reads a walk once for all streams that it feeds', async () => {
    const script = vi.fn(pagesOf(...twoPages));
    const walk = scriptedWalk('contacts', script);
    const tags = new ScriptedStream('contact_tags', walk, {
      toRows: ({ id }) => [{ id: `${id}/x` }, { id: `${id}/y` }],
    });
    const { run, output } = scriptedSync([select(new ScriptedStream('contacts', walk)), select(tags)]);
    await run();
    expect(script).toHaveBeenCalledTimes(1);
    expect(output.tale('contacts').filter((word) => word.startsWith('RECORD'))).toHaveLength(3);
    expect(output.tale('contact_tags').filter((word) => word.startsWith('RECORD'))).toHaveLength(6);
    expect(output.tale().filter((word) => word === 'COMPLETE')).toHaveLength(2);
  });

  it('tells a walk which streams it feeds', async () => {
    const fed: (readonly string[])[] = [];
    const telling: Script = async function* (progress, context) {
      fed.push(context.streams);
      yield* pagesOf(page(0, UNTIL, []))(progress, context);
    };
    const shared = scriptedWalk('shared', telling);
    const { run } = scriptedSync([
      select(new ScriptedStream('a', shared)),
      select(new ScriptedStream('b', scriptedWalk('other', telling))),
      select(new ScriptedStream('c', shared)),
    ]);
    await run();
    expect(fed.toSorted()).toEqual([['a', 'c'], ['b']]);
  });

  it('reads a walk once for streams that start in different places, each getting what is in its own range', async () => {
    const rows = [...records(1, 100, 'old'), ...records(1, 8_500, 'mid'), ...records(1, 999_999, 'new')];
    const script = vi.fn(pagesOf(page(0, 8_000, rows.slice(0, 1)), page(0, UNTIL, rows.slice(1))));
    const walk = scriptedWalk('contacts', script);
    const later = begin({ mode: 'incremental', since: 9_000, until: 9_000, gaps: [], retry: [] }, range());
    const { run, output } = scriptedSync([
      select(new ScriptedStream('contacts', walk)),
      select(new ScriptedStream('contact_tags', walk), later),
    ]);
    await run();
    expect(script.mock.calls.map(([progress]) => progress.gaps)).toEqual([[{ from: 0, to: UNTIL }]]);
    expect(output.tale('contacts').filter((word) => word.startsWith('RECORD'))).toHaveLength(3);
    expect(output.tale('contact_tags').filter((word) => word.startsWith('RECORD'))).toEqual([
      'RECORD mid0',
      'RECORD new0',
    ]);
    expect(output.tale().filter((word) => word === 'COMPLETE')).toHaveLength(2);
  });

  it('keeps the state of a stream that starts later where it was until the walk gets there', async () => {
    const walk = scriptedWalk('contacts', failing(page(0, 500, records(1))));
    const later = begin({ mode: 'incremental', since: 9_000, until: 9_000, gaps: [], retry: [] }, range());
    const { run, output } = scriptedSync([
      select(new ScriptedStream('contacts', walk)),
      select(new ScriptedStream('contact_tags', walk), later),
    ]);
    await run();
    const cursors = output.messages.flatMap(({ state }) =>
      state === undefined ? [] : [[state.stream.stream_descriptor.name, state.stream.stream_state.updated_at]],
    );
    expect(cursors.slice(0, 2)).toEqual([
      ['contacts', '500'],
      ['contact_tags', '9000'],
    ]);
  });

  it('reads an incremental stream and a full refresh of one walk separately where the walk goes by ranges', async () => {
    const script = vi.fn(pagesOf(page(0, UNTIL, records(1))));
    const walk = scriptedWalk('contacts', script);
    const { run } = scriptedSync([
      select(new ScriptedStream('contacts', walk)),
      select(new ScriptedStream('contact_tags', walk), begin(undefined, range('full_refresh'))),
    ]);
    await run();
    expect(script.mock.calls.map(([progress]) => progress.mode).toSorted()).toEqual(['full_refresh', 'incremental']);
  });

  it('writes records that are asked for again whatever their time', async () => {
    const walk = scriptedWalk(
      'a',
      pagesOf({ records: records(1, 5, 'again'), isRetry: true, retry: [] }, page(8_100, UNTIL, records(1, 5, 'old'))),
    );
    const later = begin({ mode: 'incremental', since: 9_000, until: 9_000, gaps: [], retry: ['again0'] }, range());
    const { run, output } = scriptedSync([select(new ScriptedStream('a', walk), later)]);
    await run();
    expect(output.tale('a').filter((word) => word.startsWith('RECORD'))).toEqual(['RECORD again0']);
  });

  it('moves the state of a whole list on when single records are to be asked again', async () => {
    const walk = scriptedWalk('companies', pagesOf({ records: records(1, 5) }, { records: [], retry: ['7'] }), false);
    const { run, output } = scriptedSync([select(new ScriptedStream('companies', walk))]);
    await run();
    expect(output.tale('companies').slice(-2)).toEqual(['INCOMPLETE', 'ERROR transient_error']);
    const state = output.messages.findLast((message) => message.state)?.state?.stream.stream_state ?? {};
    expect(parseStreamState(state, { cursorField: 'updated_at' })).toMatchObject({ gaps: [], retry: ['7'] });
  });

  it('releases the memory of a page once its rows are written, and no earlier', async () => {
    const output = new Output({ isOpen: false });
    const budget = new MemoryBudget();
    const lease = budget.lease('a');
    lease.add(1_000);
    const walk = scriptedWalk('a', pagesOf({ ...page(0, UNTIL, [{ id: 'x'.repeat(1e6), updated_at: 1 }]), lease }));
    const { run } = scriptedSync([select(new ScriptedStream('a', walk))], { output });
    const running = run();
    for (let turns = 0; turns < 50; turns += 1) await turn();
    expect(budget.held).toBe(1_000);
    output.open();
    await running;
    expect(budget.held).toBe(0);
  });

  it('shares a walk that can only be read whole among streams that start anywhere', async () => {
    const script = vi.fn(pagesOf({ records: [...records(1, 8_000, 'old'), ...records(1, 9_500, 'new')] }));
    const walk = scriptedWalk('companies', script, false);
    const later = begin({ mode: 'incremental', since: 9_500, until: 9_500, gaps: [], retry: [] }, range());
    const { run, output } = scriptedSync([
      select(new ScriptedStream('companies', walk)),
      select(new ScriptedStream('company_segments', walk), later),
    ]);
    await run();
    expect(script).toHaveBeenCalledTimes(1);
    expect(output.tale('companies')).toContain('RECORD old0');
    expect(output.tale('company_segments').slice(2, -1)).toEqual(['RECORD new0', 'STATE 1']);
  });

  it('keeps a record without a time of its last change, wherever a whole list is read from', async () => {
    const walk = scriptedWalk('segments', pagesOf({ records: [{ id: 'timeless' }, ...records(1, 5, 'old')] }), false);
    const future = begin({ mode: 'incremental', since: 9e9, until: 9e9, gaps: [], retry: [] }, range());
    const { run, output } = scriptedSync([select(new ScriptedStream('segments', walk), future)]);
    await run();
    expect(output.tale('segments')).toEqual(['STARTED', 'RUNNING', 'RECORD timeless', 'STATE 1', 'COMPLETE']);
  });

  it('ends only the stream that cannot make its rows, when others share its walk', async () => {
    const walk = scriptedWalk('contacts', pagesOf(...twoPages));
    const tags = new ScriptedStream('contact_tags', walk, {
      toRows: ({ id }) => {
        if (id === 's0') throw outage;
        return [{ id }];
      },
    });
    const { sync, run, output } = scriptedSync([select(tags), select(new ScriptedStream('contacts', walk))]);
    await run();
    expect(output.tale('contacts').slice(-2)).toEqual(['STATE 0', 'COMPLETE']);
    expect(output.tale('contact_tags')).toEqual([
      'STARTED',
      'RUNNING',
      'RECORD r0',
      'RECORD r1',
      'STATE 2',
      'STATE 0',
      'INCOMPLETE',
      'ERROR transient_error',
    ]);
    expect(sync.isComplete).toBe(false);
  });

  it('fetches no further than the page under way once none of its streams can make rows', async () => {
    const fetched: number[] = [];
    const walk = scriptedWalk('a', async function* () {
      for (const number of [1, 2, 3]) {
        fetched.push(number);
        yield { records: records(1) };
      }
    });
    const toRows = () => {
      throw outage;
    };
    const { run, output } = scriptedSync([select(new ScriptedStream('a', walk, { toRows }))]);
    await run();
    expect(fetched).toEqual([1, 2]);
    expect(output.tale('a').slice(-2)).toEqual(['INCOMPLETE', 'ERROR transient_error']);
  });

  it('does not let a slow walk hold back another', async () => {
    let release = () => {};
    const slow = scriptedWalk('slow', async function* () {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      yield page(0, UNTIL, records(1));
    });
    const { run, output } = scriptedSync([
      select(new ScriptedStream('slow', slow)),
      select(new ScriptedStream('fast', scriptedWalk('fast', pagesOf(...twoPages)))),
    ]);
    const running = run();
    await eventually(() => expect(output.tale('fast')).toContain('COMPLETE'));
    expect(output.tale('slow')).toEqual(['STARTED']);
    release();
    await running;
    expect(output.tale('slow')).toContain('COMPLETE');
  });

  it('R52: repeats the states of streams that bring nothing for long', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
    let release = () => {};
    const slow = scriptedWalk('slow', async function* () {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      yield page(0, UNTIL, []);
    });
    const { run, output } = scriptedSync([select(new ScriptedStream('slow', slow))]);
    const running = run();
    await eventually(() => expect(output.tale()).toEqual(['STARTED']));
    vi.advanceTimersByTime(35 * 60_000);
    release();
    await running;
    expect(output.tale('slow')).toEqual([
      'STARTED',
      'RUNNING',
      'STATE 0',
      'STATE 0',
      'STATE 0',
      'STATE 0',
      'STATE 0',
      'COMPLETE',
    ]);
  });
});

describe('backpressure', () => {
  const megabyte = 'x'.repeat(1_000_000);
  const endless = (name: string, count: { pages: number }) =>
    new ScriptedStream(
      name,
      scriptedWalk(name, async function* () {
        for (;;) {
          await turn();
          count.pages += 1;
          yield { records: [{ id: megabyte, updated_at: 1 }] };
        }
      }),
    );

  it('fetches one page of each walk ahead while nobody reads the output', async () => {
    const count = { pages: 0 };
    const streams = ['a', 'b', 'c'].map((name) => select(endless(name, count)));
    const { run, stop } = scriptedSync(streams, { output: new Output({ isOpen: false }) });
    const running = run();
    for (let turns = 0; turns < 300; turns += 1) await turn();
    expect(count.pages).toBe(2 * streams.length);
    stop.abort(new Error('enough'));
    running.catch(() => undefined);
  });

  it('goes on when the output is read again', async () => {
    const count = { pages: 0 };
    const output = new Output({ isOpen: false });
    const { run, stop } = scriptedSync([select(endless('a', count))], { output });
    const running = run();
    for (let turns = 0; turns < 200; turns += 1) await turn();
    const held = count.pages;
    output.open();
    await eventually(() => expect(count.pages).toBeGreaterThan(held + 10));
    stop.abort(new Error('enough'));
    await expect(running).rejects.toThrow('enough');
  });
});

describe('an end from outside', () => {
  /** Brings a page each turn until the signal ends it. */
  const untilAborted: Script = async function* (_progress, { signal }) {
    for (let at = 0; ; at += 1) {
      await turn();
      signal.throwIfAborted();
      yield page(at, at + 1, records(1, at));
    }
  };

  it('R51: a stop ends the read at once, after whole messages, with no stream COMPLETE', async () => {
    const { run, output, stop } = scriptedSync([select(new ScriptedStream('a', scriptedWalk('a', untilAborted)))]);
    const running = run();
    await eventually(() => expect(output.tale().length).toBeGreaterThan(20));
    stop.abort(new Error('Stopped by SIGTERM.'));
    await expect(running).rejects.toThrow('Stopped by SIGTERM.');
    expect(output.tale()).not.toContain('COMPLETE');
    expect(output.tale()).not.toContain('INCOMPLETE');
  });

  it('a stop leaves what waits for its turn unwritten', async () => {
    const output = new Output({ isOpen: false });
    const big = pagesOf(...Array.from({ length: 9 }, (_, at) => page(at, at + 1, [{ id: 'x'.repeat(1e6), n: at }])));
    const { run, stop } = scriptedSync([select(new ScriptedStream('a', scriptedWalk('a', big)))], { output });
    const running = run();
    for (let turns = 0; turns < 100; turns += 1) await turn();
    stop.abort(new Error('enough'));
    output.open();
    await expect(running).rejects.toThrow('enough');
    expect(output.tale('a').filter((word) => word.startsWith('RECORD')).length).toBeLessThan(3);
  });

  it('a refused token ends every stream INCOMPLETE with the reason', async () => {
    const refused = new ConnectorError('The token was refused.', { failureType: 'config_error' });
    const { run, output, end } = scriptedSync(
      ['a', 'b'].map((name) => select(new ScriptedStream(name, scriptedWalk(name, untilAborted)))),
    );
    const running = run();
    await eventually(() => expect(output.tale().length).toBeGreaterThan(20));
    end.abort(refused);
    await running;
    for (const name of ['a', 'b']) {
      expect(output.tale(name).slice(-2)).toEqual(['INCOMPLETE', 'ERROR config_error']);
    }
  });

  it('a whole list that ends quietly because it was told to is not complete', async () => {
    const { run, output, end } = scriptedSync([
      select(
        new ScriptedStream(
          'a',
          scriptedWalk(
            'a',
            async function* (_progress, { signal }) {
              while (!signal.aborted) await turn();
              yield { records: [] };
            },
            false,
          ),
        ),
      ),
    ]);
    const running = run();
    await eventually(() => expect(output.tale()).toEqual(['STARTED']));
    end.abort(outage);
    await running;
    expect(output.tale('a').slice(-2)).toEqual(['INCOMPLETE', 'ERROR transient_error']);
  });

  it('R50: rejects when the reader of the output has gone', async () => {
    const { run, output, stop } = scriptedSync([select(new ScriptedStream('a', scriptedWalk('a', untilAborted)))]);
    const running = run();
    await eventually(() => expect(output.tale().length).toBeGreaterThan(5));
    output.destroy();
    await expect(running).rejects.toThrow(OutputClosedError);
    stop.abort(new Error('enough'));
  });
});
