import { describe, expect, it } from 'vitest';
import { MessageWriter } from '../../src/airbyte/message-writer.ts';
import { StreamStatus } from '../../src/engine/stream-status.ts';
import { Output } from './support/scripted-read.ts';

function setUp() {
  const output = new Output();
  const writer = new MessageWriter(output);
  const clock = { ms: 1_700_000_000_000 };
  const status = new StreamStatus('contacts', { writer, now: () => clock.ms });
  const tale = async () => {
    await writer.flush();
    return output.tale('contacts').map((word) => word.replace(/RUNNING .*/, 'WAITS'));
  };
  return { status, clock, tale, output, writer };
}

describe('StreamStatus', () => {
  it('says each status once', async () => {
    const { status, tale } = setUp();
    for (let times = 0; times < 2; times += 1) await status.start();
    for (let times = 0; times < 2; times += 1) await status.running();
    for (let times = 0; times < 2; times += 1) await status.end('COMPLETE');
    expect(await tale()).toEqual(['STARTED', 'RUNNING', 'COMPLETE']);
    expect(status.isComplete).toBe(true);
  });

  it('R22: shows all statuses of a stream that fails before it starts', async () => {
    const { status, tale, clock } = setUp();
    await status.end('INCOMPLETE');
    expect(await tale()).toEqual(['STARTED', 'RUNNING', 'INCOMPLETE']);
    expect([status.isComplete, status.isIncomplete, status.endedMs]).toEqual([false, true, clock.ms]);
  });

  it('R29: tells of a wait for the rate limit by RUNNING with exactly one reason', async () => {
    const { status, output, clock, writer } = setUp();
    await status.start();
    await status.hold(clock.ms + 7_000);
    await writer.flush();
    const reason = { type: 'RATE_LIMITED', rate_limited: { quota_reset: clock.ms + 7_000 } };
    expect(output.tale('contacts')).toEqual(['STARTED', `RUNNING ${JSON.stringify([reason])}`]);
  });

  it('R29: tells of the end of a wait, unless a record has told of it', async () => {
    const { status, tale, clock } = setUp();
    await status.start();
    await status.release();
    await status.hold(clock.ms + 7_000);
    await status.release();
    await status.hold(clock.ms + 7_000);
    await status.beforeRecord();
    await status.release();
    expect(await tale()).toEqual(['STARTED', 'WAITS', 'RUNNING', 'WAITS']);
  });

  it('tells of no wait before it begins or after it has ended', async () => {
    const { status, tale, clock } = setUp();
    await status.hold(clock.ms + 7_000);
    expect(await tale()).toEqual([]);
    await status.end('COMPLETE');
    await status.hold(clock.ms + 7_000);
    await status.release();
    expect(await tale()).toEqual(['STARTED', 'RUNNING', 'COMPLETE']);
  });

  it('is active from its start to its end', async () => {
    const { status } = setUp();
    const seen = [status.isActive];
    await status.start();
    seen.push(status.isActive);
    await status.running();
    seen.push(status.isActive);
    await status.end('INCOMPLETE');
    expect([...seen, status.isActive]).toEqual([false, true, true, false]);
  });
});
