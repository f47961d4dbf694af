import type { IAxiosRetryConfig } from 'axios-retry';
import type { ApiRequest } from '../api.ts';
import type { Sleep } from '../pace/time.ts';
import { describe } from './api-errors.ts';
import type { Failure } from './failure.ts';
import type { PendingRetry } from './pending-retries.ts';
import { addFailure, backoffMs, isRateLimited, noHistory, type Patience } from './retry-policy.ts';
import { ExchangeFailed } from './send-once.ts';

export interface RetrySituation {
  readonly patience: Patience;
  readonly signal: AbortSignal;
  /** Unix ms by the local clock. */
  readonly clock: () => number;
  readonly sleep: Sleep;
  /** 0 ≤ x < 1 */
  readonly random: () => number;
  /** Called before each retry: with `debug` after a 429, whose wait the client logs once for all requests, else with `info`. */
  readonly log: (level: 'info' | 'debug', message: string) => void;
  /** Called before each retry that is not for the rate limit. */
  readonly onRetry?: (retry: PendingRetry, failure: Failure) => void;
}

/**
 * The retry policy for one request, in the form that axios-retry takes. The waiting is done here, because axios-retry's
 * own waits neither end with the signal nor go by an injected clock.
 */
export function retriesOf(request: ApiRequest, situation: RetrySituation): IAxiosRetryConfig {
  const { signal, clock, sleep, random, log } = situation;
  const patience = { ...situation.patience, attempts: request.attempts ?? situation.patience.attempts };
  let history = noHistory;
  let waitMs = 0;
  return {
    retries: Number.POSITIVE_INFINITY,
    retryCondition: (error: unknown) => {
      if (!(error instanceof ExchangeFailed)) return false;
      const { failure } = error;
      const isLimited = isRateLimited(failure);
      if (request.once && !isLimited) return false;
      const nowMs = clock();
      history = addFailure(history, failure, nowMs);
      const backoff = backoffMs(failure, history, { nowMs, patience, random });
      if (backoff === undefined) return false;
      waitMs = backoff;
      const what = describe(failure, request);
      if (isLimited) {
        log('debug', `${what}; again after the reset`);
        return true;
      }
      const attempt = history.failures + 1;
      log('info', `${what}; try ${attempt} in ${(waitMs / 1_000).toFixed(1)} s`);
      situation.onRetry?.({ what: inShort(failure), attempt, atMs: nowMs + waitMs }, failure);
      return true;
    },
    onRetry: () => (waitMs > 0 ? sleep(waitMs, signal) : undefined),
  };
}

function inShort({ status, trouble, detail }: Failure): string {
  return status === undefined ? (detail ?? trouble ?? 'no answer') : `HTTP ${status}`;
}
