import type { IAxiosRetryConfig } from 'axios-retry';
import type { ApiRequest } from '../api.ts';
import type { Sleep } from '../pace/time.ts';
import { describe } from './api-errors.ts';
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
      if (isLimited) log('debug', `${what}; again after the reset`);
      else log('info', `${what}; try ${history.failures + 1} in ${(waitMs / 1_000).toFixed(1)} s`);
      return true;
    },
    onRetry: () => (waitMs > 0 ? sleep(waitMs, signal) : undefined),
  };
}
