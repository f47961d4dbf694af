import { describe, expect, it, vi } from 'vitest';
import { sleep, steadyClock } from '../../../src/intercom/pace/time.ts';

const HOUR_MS = 3_600_000;

describe('sleep', () => {
  it('resolves when the time is over', async () => {
    await expect(sleep(1, new AbortController().signal)).resolves.toBeUndefined();
  });

  it("rejects at once with the signal's reason when it is aborted, during the wait or before it", async () => {
    const controller = new AbortController();
    const reason = new Error('stopped');
    const during = expect(sleep(HOUR_MS, controller.signal)).rejects.toBe(reason);
    controller.abort(reason);
    await during;
    await expect(sleep(HOUR_MS, controller.signal)).rejects.toBe(reason);
  });
});

describe('the steady clock', () => {
  it('tells Unix time in ms and never goes back', () => {
    const first = steadyClock();
    expect(Math.abs(first - Date.now())).toBeLessThan(HOUR_MS);
    expect(steadyClock()).toBeGreaterThanOrEqual(first);
  });

  it("is not changed by a correction of the system's clock", () => {
    const before = steadyClock();
    vi.useFakeTimers({ now: Date.now() + 24 * HOUR_MS, toFake: ['Date'] });
    try {
      expect(steadyClock() - before).toBeLessThan(HOUR_MS);
    } finally {
      vi.useRealTimers();
    }
  });
});
