import type { Failure } from './failure.ts';

/** How long a request is worth waiting for. */
export interface Patience {
  /** Attempts at most, 429s not counted. */
  readonly attempts: number;
  /** No attempt begins later than this after the first failure. */
  readonly retryingMs: number;
  readonly longestBackoffMs: number;
  /** For one attempt, from sending to the last byte. */
  readonly attemptMs: number;
  /** How long nothing but 429s is borne. */
  readonly limitedMs: number;
}

const minute = 60_000;

/** `check` is over within a minute even when nothing answers; `read` outlasts a restart of the server. */
export const patienceFor: Readonly<Record<'check' | 'read', Patience>> = {
  check: { attempts: 4, retryingMs: 20_000, longestBackoffMs: 5_000, attemptMs: 15_000, limitedMs: 40_000 },
  read: {
    attempts: 6,
    retryingMs: 5 * minute,
    longestBackoffMs: minute,
    attemptMs: 2 * minute,
    limitedMs: 120 * minute,
  },
};

/** What a request has been through. */
export interface History {
  /** Failed attempts, 429s not counted. */
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
 * How long to wait in ms before the next attempt, or undefined to give up. `history` includes `failure`. After a 429 the
 * wait is none, since the rate limiter holds every request until the reset. Other waits grow, and vary between half and
 * all of a ceiling: no throw of the dice may spend all attempts before a short outage is over.
 */
export function backoffMs(
  failure: Failure,
  history: History,
  situation: { readonly nowMs: number; readonly patience: Patience; readonly random: () => number },
): number | undefined {
  const { nowMs, patience, random } = situation;
  if (isRateLimited(failure)) return nowMs - (history.limitedSinceMs ?? nowMs) < patience.limitedMs ? 0 : undefined;
  if (!isCurable(failure) || history.failures >= patience.attempts) return undefined;
  const ceilingMs = Math.min(patience.longestBackoffMs, 1_000 * 3 ** history.failures);
  const waitMs = (ceilingMs * (1 + random())) / 2;
  const spentMs = nowMs - (history.failingSinceMs ?? nowMs);
  return spentMs + waitMs <= patience.retryingMs ? waitMs : undefined;
}

/** Whether the server said that the limit is used up: no fault of the request's. */
export function isRateLimited(failure: Failure): boolean {
  return failure.status === 429;
}

/** Whether asking again may help. All requests are reads, searches by POST too, so that a repeat does no harm. */
export function isCurable(failure: Failure): boolean {
  if (failure.status !== undefined) return failure.status === 408 || failure.status >= 500;
  return failure.trouble !== 'certificate' && failure.trouble !== 'oversized body';
}
