import type { IAxiosRetryConfig } from 'axios-retry';
import type { ApiRequest } from '../api.ts';
import type { Sleep } from '../pace/time.ts';
import { describe } from './api-errors.ts';
import { ExchangeFailed } from './exchange.ts';
import type { Failure } from './failure.ts';
import { addFailure, backoffMs, isRateLimited, noHistory, type Patience } from './retry-policy.ts';

export interface RetrySituation {
  readonly patience: Patience;
  readonly signal: AbortSignal;
  readonly clock: () => number;
  readonly sleep: Sleep;
  readonly random: () => number;
  /** Told of each attempt that will be repeated. */
  readonly report: (message: string) => void;
}

/**
 * Our retry policy for one request, in the form that axios-retry takes. The waiting is done here, since axios-retry's own
 * ends neither with the signal nor by an injected clock.
 */
export function retriesOf(request: ApiRequest, situation: RetrySituation): IAxiosRetryConfig {
  const { signal, clock, sleep, random, report } = situation;
  const patience = { ...situation.patience, attempts: request.attempts ?? situation.patience.attempts };
  let history = noHistory;
  let waitMs = 0;
  return {
    retries: Number.POSITIVE_INFINITY,
    shouldResetTimeout: true,
    retryCondition: (error: unknown) => {
      if (!(error instanceof ExchangeFailed)) return false;
      const { failure } = error;
      if (request.once && !isRateLimited(failure)) return false;
      const nowMs = clock();
      history = addFailure(history, failure, nowMs);
      const backoff = backoffMs(failure, history, { nowMs, patience, random });
      if (backoff === undefined) return false;
      waitMs = backoff;
      report(`${describe(failure, request)}; ${plan(failure, history.failures, waitMs)}`);
      return true;
    },
    onRetry: () => (waitMs > 0 ? sleep(waitMs, signal) : undefined),
  };
}

function plan(failure: Failure, failures: number, waitMs: number): string {
  return isRateLimited(failure) ? 'again after the reset' : `try ${failures + 1} in ${(waitMs / 1_000).toFixed(1)} s`;
}
