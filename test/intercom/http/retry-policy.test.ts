import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Failure } from '../../../src/intercom/http/failure.ts';
import {
  addFailure,
  backoffMs,
  isWorthRetrying,
  noHistory,
  patienceFor,
} from '../../../src/intercom/http/retry-policy.ts';

const error500: Failure = { status: 500 };
const error429: Failure = { status: 429 };

/** All waits until the policy gives up, when each attempt takes `attemptMs`. */
function waits(failure: Failure, patience: 'check' | 'read', attemptMs: number, random: () => number): number[] {
  const waitsMs: number[] = [];
  let nowMs = 0;
  for (let history = noHistory; waitsMs.length < 1_000; ) {
    nowMs += attemptMs;
    history = addFailure(history, failure, nowMs);
    const waitMs = backoffMs(failure, history, { nowMs, patience: patienceFor[patience], random });
    if (waitMs === undefined) return waitsMs;
    waitsMs.push(waitMs);
    nowMs += waitMs;
  }
  return waitsMs;
}

describe('a failed attempt', () => {
  it.each([
    [{ status: 408 }, true],
    [{ status: 500 }, true],
    [{ status: 502 }, true],
    [{ status: 503 }, true],
    [{ status: 504 }, true],
    [{ trouble: 'network' as const }, true],
    [{ trouble: 'time-out' as const }, true],
    [{ trouble: 'broken body' as const }, true],
    [{ trouble: 'oversized body' as const }, false],
    [{ trouble: 'certificate' as const }, false],
    [{ status: 302 }, false],
    [{ status: 400 }, false],
    [{ status: 401 }, false],
    [{ status: 403 }, false],
    [{ status: 404 }, false],
    [{ status: 422 }, false],
    [{ status: 429 }, true],
    [{ trouble: 'proxy' as const }, false],
    [{ status: 503, code: 'scroll_exists' }, true],
  ])('%o is worth retrying: %s', (failure, isWorth) => {
    expect(isWorthRetrying(failure)).toBe(isWorth);
  });

  it('is repeated five times, ever later, up to a minute', () => {
    expect(waits(error500, 'read', 0, () => 1)).toEqual([3_000, 9_000, 27_000, 60_000, 60_000]);
    expect(waits(error500, 'read', 0, () => 0)).toEqual([1_500, 4_500, 13_500, 30_000, 30_000]);
  });

  it('is not repeated later than five minutes after the first failure', () => {
    expect(waits(error500, 'read', 120_000, () => 1)).toEqual([3_000, 9_000, 27_000]);
  });

  it('is repeated when its last attempt would start exactly five minutes after the first failure, and not later', () => {
    const history = { failures: 2, failingSinceMs: 0, limitedSinceMs: undefined };
    const waitAt = (nowMs: number) =>
      backoffMs(error500, history, { nowMs, patience: patienceFor.read, random: () => 1 });
    expect(waitAt(291_000)).toBe(9_000);
    expect(waitAt(291_001)).toBeUndefined();
  });

  it('may take two minutes while reading, and 15 s in a check', () => {
    expect([patienceFor.read.attemptMs, patienceFor.check.attemptMs]).toEqual([120_000, 15_000]);
  });

  it('ends a check within a minute, even when every attempt runs out of time', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: patienceFor.check.attemptMs }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (attemptMs, random) => {
          const waitsMs = waits(error500, 'check', attemptMs, () => random);
          const totalMs = (waitsMs.length + 1) * attemptMs + waitsMs.reduce((sum, ms) => sum + ms, 0);
          expect(totalMs).toBeLessThan(60_000);
        },
      ),
    );
  });
});

describe('a 429', () => {
  it('waits at the gate, not in a backoff, and is no attempt', () => {
    let history = noHistory;
    for (let nowMs = 0; nowMs < 3_600_000; nowMs += 10_000) history = addFailure(history, error429, nowMs);
    expect(history.failures).toBe(0);
    const situation = { nowMs: 3_600_000, patience: patienceFor.read, random: () => 1 };
    expect(backoffMs(error429, history, situation)).toBe(0);
  });

  it('is retried until two hours of nothing else have passed', () => {
    const limited = addFailure(noHistory, error429, 1_000);
    const situation = { nowMs: 7_201_000, patience: patienceFor.read, random: () => 1 };
    expect(backoffMs(error429, addFailure(limited, error429, 7_201_000), situation)).toBeUndefined();
    const relieved = addFailure(limited, error500, 3_600_000);
    expect(backoffMs(error429, addFailure(relieved, error429, 7_201_000), situation)).toBe(0);
  });
});
