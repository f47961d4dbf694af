import { setImmediate as tick } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Turn } from '../../src/engine/turn.ts';

function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

describe('Turn', () => {
  it('runs tasks one at a time, in the order in which they asked', async () => {
    const turn = new Turn(new AbortController().signal);
    const first = gate();
    const seen: string[] = [];
    const tasks = [
      turn.take(async () => {
        await first.opened;
        seen.push('first');
      }),
      turn.take(async () => {
        seen.push('second');
      }),
      turn.take(async () => {
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
    const turn = new Turn(new AbortController().signal);
    const failing = turn.take(() => Promise.reject(new Error('no room')));
    const next = turn.take(async () => 'written');
    await expect(failing).rejects.toThrow('no room');
    await expect(next).resolves.toBe('written');
  });

  it('runs nothing any more once the signal aborts, but lets the running task end', async () => {
    const stop = new AbortController();
    const turn = new Turn(stop.signal);
    const running = gate();
    const first = turn.take(() => running.opened.then(() => 'whole'));
    const second = turn.take(async () => 'never');
    await tick();
    stop.abort(new Error('stopped'));
    running.open();
    await expect(first).resolves.toBe('whole');
    await expect(second).rejects.toThrow('stopped');
  });
});
