import { describe, expect, it } from 'vitest';
import { MessageWriter } from '../../src/airbyte/message-writer.ts';
import { recordLine } from '../../src/airbyte/record-line.ts';
import { StreamRun } from '../../src/engine/stream-output.ts';
import { ConnectorError } from '../../src/errors.ts';
import { advance, begin, finish } from '../../src/progress/progress.ts';
import { Output, range, UNTIL } from './support/scripted-read.ts';

const minute = 60_000;
const outage = new ConnectorError('Intercom kept failing.', { failureType: 'transient_error' });

function setUp() {
  const output = new Output();
  const writer = new MessageWriter(output);
  const clock = { ms: 1_700_000_000_000 };
  const progress = begin(undefined, range());
  const run = new StreamRun({
    name: 'contacts',
    walk: 'contacts',
    layout: { cursorField: 'updated_at' },
    progress,
    writer,
    now: () => clock.ms,
  });
  const tale = async () => {
    await writer.flush();
    return output.tale('contacts');
  };
  const states = async () => {
    await writer.flush();
    return output.messages.flatMap(({ state }) => (state === undefined ? [] : [state.stream.stream_state]));
  };
  return { run, clock, progress, tale, states, output };
}

function lines(count: number): string[] {
  return Array.from({ length: count }, (_, index) => recordLine('contacts', { id: index }, 1));
}

describe('StreamRun', () => {
  it('R22, R23: prints STARTED, RUNNING, records, the last state, COMPLETE', async () => {
    const { run, progress, tale } = setUp();
    await run.start();
    await run.write(lines(2));
    await run.complete(finish(progress));
    expect(await tale()).toEqual(['STARTED', 'RUNNING', 'RECORD 0', 'RECORD 1', 'STATE 2', 'COMPLETE']);
  });

  it('R24, R20: shows RUNNING and a state without any record', async () => {
    const { run, progress, tale } = setUp();
    await run.start();
    await run.write([]);
    await run.complete(finish(progress));
    expect(await tale()).toEqual(['STARTED', 'RUNNING', 'STATE 0', 'COMPLETE']);
  });

  it('R22: ends a failure with what is safely done, INCOMPLETE, and at last its trace', async () => {
    const { run, tale } = setUp();
    await run.start();
    await run.write(lines(1));
    await run.fail(outage);
    expect(await tale()).toEqual(['STARTED', 'RUNNING', 'RECORD 0', 'STATE 1', 'INCOMPLETE', 'ERROR transient_error']);
    expect(run.hasFailed).toBe(true);
  });

  it('R22: shows all statuses of a stream that fails before it starts', async () => {
    const { run, tale } = setUp();
    await run.fail(outage);
    expect(await tale()).toEqual(['STARTED', 'RUNNING', 'STATE 0', 'INCOMPLETE', 'ERROR transient_error']);
  });

  it.each(['complete', 'fail'] as const)('R22: says nothing more after %s', async (end) => {
    const { run, progress, tale, clock } = setUp();
    await run.start();
    await (end === 'complete' ? run.complete(finish(progress)) : run.fail(outage));
    const before = await tale();
    clock.ms += 60 * minute;
    await run.keepAlive();
    await run.hold(clock.ms + 5_000);
    await run.fail(outage);
    expect(await tale()).toEqual(before);
  });

  it('R22: shows RUNNING before the state of a page without records', async () => {
    const { run, progress, tale } = setUp();
    await run.start();
    await run.advance(advance(progress, { from: 0, to: 500 }, undefined));
    expect(await tale()).toEqual(['STARTED', 'RUNNING', 'STATE 0']);
  });

  it('vouches in each state only for what has been written', async () => {
    const { run, progress, states } = setUp();
    await run.start();
    await run.write(lines(10_000));
    await run.advance(advance(progress, { from: 0, to: UNTIL }, { from: 500, to: UNTIL }));
    expect((await states()).map(({ updated_at }) => updated_at)).toEqual(['0', '500']);
  });

  it('R52, R17: prints a state every 10,000 records, and counts those since the last one', async () => {
    const { run, progress, tale } = setUp();
    await run.start();
    await run.write(lines(25_000));
    await run.advance(progress);
    await run.complete(finish(progress));
    const states = (await tale()).filter((word) => word.startsWith('STATE'));
    expect(states).toEqual(['STATE 10000', 'STATE 10000', 'STATE 5000', 'STATE 0']);
  });

  it('R52: repeats the last state after ten minutes without one', async () => {
    const { run, clock, tale } = setUp();
    await run.start();
    clock.ms += 10 * minute - 1;
    await run.keepAlive();
    clock.ms += 1;
    await run.keepAlive();
    await run.keepAlive();
    expect(await tale()).toEqual(['STARTED', 'RUNNING', 'STATE 0']);
  });

  it('repeats no state of a stream that has not begun', async () => {
    const { run, clock, tale } = setUp();
    clock.ms += 60 * minute;
    await run.keepAlive();
    expect(await tale()).toEqual([]);
  });

  it('R29: tells of a wait for the rate limit by RUNNING with exactly one reason', async () => {
    const { run, tale, clock } = setUp();
    await run.start();
    await run.hold(clock.ms + 7_000);
    const reason = { type: 'RATE_LIMITED', rate_limited: { quota_reset: clock.ms + 7_000 } };
    expect(await tale()).toEqual(['STARTED', `RUNNING ${JSON.stringify([reason])}`]);
  });

  it('R29: tells of the end of a wait, unless a record has told of it', async () => {
    const { run, tale, clock } = setUp();
    await run.start();
    await run.release();
    await run.hold(clock.ms + 7_000);
    await run.release();
    await run.hold(clock.ms + 7_000);
    await run.write([recordLine('contacts', { id: 'r1' }, clock.ms)]);
    await run.release();
    const words = (await tale()).map((word) => word.replace(/RUNNING .*/, 'WAITS'));
    expect(words).toEqual(['STARTED', 'WAITS', 'RUNNING', 'WAITS', 'RECORD r1']);
  });

  it('tells of no wait before it begins', async () => {
    const { run, tale, clock } = setUp();
    await run.hold(clock.ms + 7_000);
    expect(await tale()).toEqual([]);
  });
});
