import { setImmediate as tick } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { WriteQueue } from '../../src/engine/write-queue.ts';

function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

describe('the write queue', () => {
  it('runs tasks one at a time, in the order in which they asked', async () => {
    const queue = new WriteQueue(new AbortController().signal);
    const first = gate();
    const seen: string[] = [];
    const tasks = [
      queue.run(async () => {
        await first.opened;
        seen.push('first');
      }),
      queue.run(async () => {
        seen.push('second');
      }),
      queue.run(async () => {
        seen.push('third');
      }),
    ];
    await tick();
    expect(seen).toEqual([]);
    first.open();
    await Promise.all(tasks);
    expect(seen).toEqual(['first', 'second', 'third']);
  });

  it('hands on a failure to the one who asked, and goes on', async () => {
    const queue = new WriteQueue(new AbortController().signal);
    const failing = queue.run(() => Promise.reject(new Error('no room')));
    const next = queue.run(async () => 'written');
    await expect(failing).rejects.toThrow('no room');
    await expect(next).resolves.toBe('written');
  });

  it('runs nothing any more once the signal aborts, but lets the running task end', async () => {
    const stop = new AbortController();
    const queue = new WriteQueue(stop.signal);
    const running = gate();
    const first = queue.run(() => running.opened.then(() => 'whole'));
    const second = queue.run(async () => 'never');
    await tick();
    stop.abort(new Error('stopped'));
    running.open();
    await expect(first).resolves.toBe('whole');
    await expect(second).rejects.toThrow('stopped');
  });
});
