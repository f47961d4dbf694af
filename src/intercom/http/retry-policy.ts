import type { Failure } from './failure.ts';
import { judge } from './failure-table.ts';

/** How long to go on with a request that fails. */
export interface Patience {
  /** How often a request is sent at most, not counting answers of 429. */
  readonly attempts: number;
  /** Longest time between the first failure and the start of the last attempt. */
  readonly retryingMs: number;
  /** Longest wait between two attempts. */
  readonly longestBackoffMs: number;
  /** Longest time for one attempt, from sending to the last byte. */
  readonly attemptMs: number;
  /** Longest total wait while every answer is a 429. */
  readonly limitedMs: number;
}

const MINUTE = 60_000;

/** `check` ends within a minute even when nothing answers. `read` goes on through a restart of the server. */
export const patienceFor: Readonly<Record<'check' | 'read', Patience>> = {
  check: { attempts: 4, retryingMs: 20_000, longestBackoffMs: 5_000, attemptMs: 15_000, limitedMs: 40_000 },
  read: {
    attempts: 6,
    retryingMs: 5 * MINUTE,
    longestBackoffMs: MINUTE,
    attemptMs: 2 * MINUTE,
    limitedMs: 120 * MINUTE,
  },
};

/** The failed attempts of one request so far. Times are local Unix ms. */
export interface History {
  /** Failed attempts, not counting 429s. */
  readonly failures: number;
  readonly failingSinceMs: number | undefined;
  /** The first of the 429s since the last other failure. */
  readonly limitedSinceMs: number | undefined;
}

export const noHistory: History = { failures: 0, failingSinceMs: undefined, limitedSinceMs: undefined };

/** The history with one more failed attempt. */
export function addFailure(history: History, failure: Failure, nowMs: number): History {
  if (isRateLimited(failure)) return { ...history, limitedSinceMs: history.limitedSinceMs ?? nowMs };
  return {
    failures: history.failures + 1,
    failingSinceMs: history.failingSinceMs ?? nowMs,
    limitedSinceMs: undefined,
  };
}

/**
 * How long to wait in ms before the next attempt, or undefined to give up. `history` includes `failure`.
 *
 * After a 429 the wait is 0, because the rate limiter holds all requests until the reset. Other waits grow with each
 * failure up to a ceiling, and take a random value between half of the ceiling and all of it. They are never close to 0,
 * so that the attempts last longer than a short outage.
 */
export function backoffMs(
  failure: Failure,
  history: History,
  situation: { readonly nowMs: number; readonly patience: Patience; readonly random: () => number },
): number | undefined {
  const { nowMs, patience, random } = situation;
  if (isRateLimited(failure)) return nowMs - (history.limitedSinceMs ?? nowMs) < patience.limitedMs ? 0 : undefined;
  if (!isWorthRetrying(failure) || history.failures >= patience.attempts) return undefined;
  const ceilingMs = Math.min(patience.longestBackoffMs, 1_000 * 3 ** history.failures);
  const waitMs = (ceilingMs * (1 + random())) / 2;
  const spentMs = nowMs - (history.failingSinceMs ?? nowMs);
  return spentMs + waitMs <= patience.retryingMs ? waitMs : undefined;
}

/** Whether the answer was a 429: the request itself is fine. */
export function isRateLimited(failure: Failure): boolean {
  return judge(failure).retry === 'reset';
}

/** Whether the same request may succeed later. */
export function isWorthRetrying(failure: Failure): boolean {
  return judge(failure).retry !== 'never';
}
