import { describe, expect, it } from 'vitest';
import { MessageWriter } from '../../src/airbyte/message-writer.ts';
import { StreamOutput } from '../../src/engine/stream-output.ts';
import { StreamStatus } from '../../src/engine/stream-status.ts';
import { ConnectorError } from '../../src/errors.ts';
import { begin, type Progress } from '../../src/progress/progress.ts';
import {
  Output,
  pagesOf,
  range,
  records,
  ScriptedStream,
  scriptedWalk,
  select,
  UNTIL,
} from './support/scripted-read.ts';

const minute = 60_000;
const outage = new ConnectorError('Intercom kept failing.', { failureType: 'transient_error' });

function setUp({ progress = begin(undefined, range()) }: { readonly progress?: Progress } = {}) {
  const output = new Output();
  const writer = new MessageWriter(output);
  const clock = { ms: 1_700_000_000_000 };
  const options = { writer, now: () => clock.ms };
  const status = new StreamStatus('contacts', options);
  const stream = new ScriptedStream('contacts', scriptedWalk('contacts', pagesOf()));
  const contacts = new StreamOutput(select(stream, progress), status, options);
  const tale = async () => {
    await writer.flush();
    return output.tale('contacts');
  };
  const states = async () => {
    await writer.flush();
    return output.messages.flatMap(({ state }) => (state === undefined ? [] : [state.stream.stream_state]));
  };
  const estimates = async () => {
    await writer.flush();
    return output.messages.filter(({ trace }) => trace?.type === 'ESTIMATE').length;
  };
  return { contacts, status, clock, tale, states, estimates };
}

const toEnd = { from: 0, to: UNTIL };

describe('StreamOutput', () => {
  it('R22, R23: prints STARTED, RUNNING, records, the last state, COMPLETE', async () => {
    const { contacts, status, tale } = setUp();
    await status.start();
    await contacts.write({ records: records(2) });
    await contacts.complete();
    expect(await tale()).toEqual(['STARTED', 'RUNNING', 'RECORD r0', 'RECORD r1', 'STATE 2', 'COMPLETE']);
    expect(status.isComplete).toBe(true);
  });

  it('R24, R20: shows RUNNING and a state without any record', async () => {
    const { contacts, status, tale } = setUp();
    await status.start();
    await contacts.write({ records: [] });
    await contacts.complete();
    expect(await tale()).toEqual(['STARTED', 'RUNNING', 'STATE 0', 'COMPLETE']);
  });

  it('R22: ends a failure with what is safely done, INCOMPLETE, and at last its trace', async () => {
    const { contacts, status, tale } = setUp();
    await status.start();
    await contacts.write({ records: records(1) });
    await contacts.fail(outage);
    expect(await tale()).toEqual(['STARTED', 'RUNNING', 'RECORD r0', 'STATE 1', 'INCOMPLETE', 'ERROR transient_error']);
    expect(status.isIncomplete).toBe(true);
  });

  it('R22: shows all statuses of a stream that fails before it starts', async () => {
    const { contacts, tale } = setUp();
    await contacts.fail(outage);
    expect(await tale()).toEqual(['STARTED', 'RUNNING', 'STATE 0', 'INCOMPLETE', 'ERROR transient_error']);
  });

  it.each(['complete', 'fail'] as const)('R22: says nothing more after %s', async (end) => {
    const { contacts, tale, clock } = setUp();
    await (end === 'complete' ? contacts.complete() : contacts.fail(outage));
    const before = await tale();
    clock.ms += 60 * minute;
    await contacts.keepAlive();
    await contacts.fail(outage);
    expect(await tale()).toEqual(before);
  });

  it('R22: shows RUNNING before the state of a page without records', async () => {
    const { contacts, status, tale } = setUp();
    await status.start();
    await contacts.write({ records: [], gap: { from: 0, to: 500 } });
    expect(await tale()).toEqual(['STARTED', 'RUNNING', 'STATE 0']);
  });

  it('vouches in each state only for what has been written', async () => {
    const { contacts, states } = setUp();
    await contacts.write({ records: records(10_000), gap: toEnd, left: { from: 500, to: UNTIL } });
    expect((await states()).map(({ updated_at }) => updated_at)).toEqual(['0', '500']);
  });

  it('R52, R17: prints a state every 10,000 records, and counts those since the last one', async () => {
    const { contacts, tale } = setUp();
    await contacts.write({ records: records(25_000), gap: toEnd, left: { from: 500, to: UNTIL } });
    await contacts.complete();
    const states = (await tale()).filter((word) => word.startsWith('STATE'));
    expect(states).toEqual(['STATE 10000', 'STATE 10000', 'STATE 5000', 'STATE 0']);
  });

  it('R52: repeats the last state after ten minutes without one', async () => {
    const { contacts, status, clock, tale } = setUp();
    await status.start();
    clock.ms += 10 * minute - 1;
    await contacts.keepAlive();
    clock.ms += 1;
    await contacts.keepAlive();
    await contacts.keepAlive();
    expect(await tale()).toEqual(['STARTED', 'RUNNING', 'STATE 0']);
  });

  it('repeats no state of a stream that has not begun', async () => {
    const { contacts, clock, tale } = setUp();
    clock.ms += 60 * minute;
    await contacts.keepAlive();
    expect(await tale()).toEqual([]);
  });

  it('leaves out what an earlier sync has read, and counts what the overlap brings again', async () => {
    const progress = begin({ mode: 'incremental', since: 9_000, until: 9_000, gaps: [], retry: [] }, range());
    const { contacts, tale } = setUp({ progress });
    await contacts.write({ records: [8_099, 8_100, 8_999, 9_000].map((at) => ({ id: `${at}`, updated_at: at })) });
    expect((await tale()).filter((word) => word.startsWith('RECORD'))).toEqual([
      'RECORD 8100',
      'RECORD 8999',
      'RECORD 9000',
    ]);
    expect(contacts.repeated).toBe(2);
  });
});

describe('what a person is told of a stream', () => {
  it('is how many of the records of its walk have come', async () => {
    const { contacts } = setUp();
    expect([contacts.records, contacts.totalRecords, contacts.hasState]).toEqual([0, undefined, false]);
    await contacts.write({ records: records(2), total: 9, gap: toEnd, left: { from: 21, to: UNTIL } });
    await contacts.write({ records: records(1), total: 4, gap: { from: 21, to: UNTIL } });
    expect([contacts.records, contacts.totalRecords, contacts.hasState]).toEqual([3, 9, true]);
  });

  it('is how many parents have been gone through, where the count is theirs, and no estimate of rows', async () => {
    const { contacts, estimates } = setUp();
    await contacts.write({ records: records(7) });
    await contacts.write({ records: [], total: 40, counted: 10, gap: toEnd, left: { from: 8, to: UNTIL } });
    expect([contacts.records, contacts.totalRecords]).toEqual([10, 40]);
    expect(await estimates()).toBe(0);
  });

  it('is no total where the read goes on in several gaps, each with a count of its own', async () => {
    const gaps = [
      { from: 0, to: 10 },
      { from: 20, to: 30 },
    ];
    const { contacts } = setUp({ progress: { ...begin(undefined, range()), gaps } });
    await contacts.write({ records: records(1), total: 9, gap: { from: 0, to: 10 } });
    expect([contacts.records, contacts.totalRecords]).toEqual([1, undefined]);
  });

  it('is why it failed', async () => {
    const { contacts } = setUp();
    expect(contacts.failure).toBeUndefined();
    await contacts.fail(outage);
    await contacts.fail(new Error('another'));
    expect(contacts.failure).toBe(outage);
  });
});
