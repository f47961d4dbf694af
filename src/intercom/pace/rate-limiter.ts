import type { Exchange } from './exchange.ts';
import type { Period } from './fair-shares.ts';
import {
  endOf,
  mergeWindows,
  type RateWindow,
  readReset,
  readWindow,
  spendable,
  usable,
  WINDOW_MS,
} from './rate-window.ts';

export interface RateLimits {
  /** The part of what each window offers that may be used, 0–1. */
  readonly usableShare: number;
  /** The user's own limit in calls a minute, whatever the server allows. */
  readonly apiRateLimit?: number | undefined;
  /** 0 ≤ x < 1 */
  readonly random: () => number;
}

/** The time by both clocks, Unix ms. */
export interface Now {
  readonly localMs: number;
  readonly serverMs: number;
}

/** Why and until when all requests wait: after a 429, or because our share of the current window is used up. */
export interface Hold {
  /** Unix ms by the local clock, a whole number. */
  readonly untilMs: number;
  readonly reason: '429' | 'window';
}

/** `go`: send now. `answer`: wait for the next answer. Otherwise hold. */
export type Admission = 'go' | 'answer' | Hold;

/** What the limiter looks at of an exchange. */
type Observed = Pick<Exchange, 'status' | 'headers' | 'sentAtMs' | 'isOtherLimit'>;

/** How many requests may be in flight before the first answer tells the server's limit. */
const IN_FLIGHT_BEFORE_FIRST_ANSWER = 4;
/** The wait after a 429 that names no usable one: the length of Intercom's window. */
const DEFAULT_WAIT_MS = 10_000;
const SHORTEST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 60_000;
/** The wait after a 429 is longer by up to this, at random, so that several clients do not come back at once. */
const SPREAD_MS = 250;

/** Learns from answers what the current window has left, and says whether another request may go out. Has no timers. */
export class RateLimiter {
  readonly #limits: RateLimits;
  readonly #quota: Quota | undefined;
  #window: RateWindow | undefined;
  #closedUntilMs = 0;
  /** How many requests may be in flight while the window is unknown; undefined once it is known. */
  #inFlightAtMost: number | undefined = IN_FLIGHT_BEFORE_FIRST_ANSWER;

  constructor(limits: RateLimits) {
    this.#limits = limits;
    this.#quota = limits.apiRateLimit === undefined ? undefined : new Quota(limits.apiRateLimit);
  }

  /** The server's limit for all applications together, in calls a minute; undefined while not known. */
  get serverRateLimit(): number | undefined {
    return this.#window && this.#window.limit * 6;
  }

  /** The server's window as the answers so far tell it; undefined while none did. */
  get window(): RateWindow | undefined {
    return this.#window;
  }

  /** Whether a request may be sent now, given how many are in flight; if not, what to wait for. */
  admission(now: Now, inFlight: number): Admission {
    if (now.localMs < this.#closedUntilMs) return { untilMs: this.#closedUntilMs, reason: '429' };
    if (this.#inFlightAtMost !== undefined && inFlight >= this.#inFlightAtMost) return 'answer';
    const quotaUntilMs = this.#quota?.fullUntilMs(now.localMs);
    if (quotaUntilMs !== undefined) return { untilMs: quotaUntilMs, reason: 'window' };
    if (!this.#window || spendable(this.#window, this.#limits.usableShare, inFlight, now.serverMs) > 0) return 'go';
    const leftMs = this.#window.resetsAtMs - now.serverMs;
    return leftMs > 0 ? { untilMs: now.localMs + leftMs, reason: 'window' } : 'answer';
  }

  /** The window of the tightest limit; undefined while none is known. */
  period(now: Now, inFlight: number): Period | undefined {
    const periods = [this.#serverPeriod(now, inFlight), this.#quota?.period(now.localMs)];
    return periods.reduce((tightest, other) => (callsPerMs(other) < callsPerMs(tightest) ? other : tightest));
  }

  /** Call for each request that goes out. */
  sent(now: Now): void {
    this.#quota?.spend(now.localMs);
  }

  /** Call for each exchange that has ended. A 429 about the rate closes the gate for all requests until the window's reset. */
  observe(exchange: Observed, now: Now): void {
    if (exchange.status === undefined) return;
    const read = readWindow(exchange.headers, now.serverMs);
    if (read) this.#window = mergeWindows(this.#window, read);
    if (exchange.status === 429 && !exchange.isOtherLimit) this.#close(exchange, now);
    else if (exchange.sentAtMs >= this.#closedUntilMs) this.#inFlightAtMost = undefined;
  }

  #serverPeriod({ localMs, serverMs }: Now, inFlight: number): Period | undefined {
    if (!this.#window) return undefined;
    const { usableShare } = this.#limits;
    return {
      calls: usable(this.#window, usableShare, serverMs),
      left: spendable(this.#window, usableShare, inFlight, serverMs),
      endsAtMs: localMs + endOf(this.#window, serverMs) - serverMs,
      lengthMs: WINDOW_MS,
    };
  }

  /** Once the wait is over, a single request tries whether the limit is free again. */
  #close({ headers }: Observed, now: Now): void {
    const waitMs = Math.min(Math.max(statedWaitMs(headers, now) ?? DEFAULT_WAIT_MS, SHORTEST_WAIT_MS), LONGEST_WAIT_MS);
    const untilMs = now.localMs + waitMs;
    if (untilMs > this.#closedUntilMs) this.#closedUntilMs = untilMs + this.#limits.random() * SPREAD_MS;
    this.#inFlightAtMost = 1;
  }
}

function callsPerMs(period: Period | undefined): number {
  return period === undefined ? Number.POSITIVE_INFINITY : period.calls / period.lengthMs;
}

function statedWaitMs(headers: Exchange['headers'], now: Now): number | undefined {
  const resetsAtMs = readReset(headers, now.serverMs);
  if (resetsAtMs !== undefined) return resetsAtMs - now.serverMs;
  const retryAfterSeconds = Number(headers['retry-after']);
  return retryAfterSeconds > 0 ? retryAfterSeconds * 1_000 : undefined;
}

/** The user's own limit, spread evenly over spans of ten seconds (longer spans below six calls a minute). */
class Quota {
  readonly #callsPerSpan: number;
  readonly #spanMs: number;
  #startedAtMs = Number.NEGATIVE_INFINITY;
  #calls = 0;

  constructor(callsPerMinute: number) {
    this.#callsPerSpan = Math.max(1, Math.floor(callsPerMinute / 6));
    this.#spanMs = Math.max(10_000, 60_000 / callsPerMinute);
  }

  /** When the current span ends, if it has no call left; otherwise undefined. */
  fullUntilMs(nowMs: number): number | undefined {
    const endsAtMs = this.#startedAtMs + this.#spanMs;
    return this.#calls >= this.#callsPerSpan && nowMs < endsAtMs ? endsAtMs : undefined;
  }

  period(nowMs: number): Period {
    const isOver = nowMs >= this.#startedAtMs + this.#spanMs;
    return {
      calls: this.#callsPerSpan,
      left: this.#callsPerSpan - (isOver ? 0 : this.#calls),
      endsAtMs: (isOver ? nowMs : this.#startedAtMs) + this.#spanMs,
      lengthMs: this.#spanMs,
    };
  }

  spend(nowMs: number): void {
    if (nowMs >= this.#startedAtMs + this.#spanMs) {
      this.#startedAtMs = nowMs;
      this.#calls = 0;
    }
    this.#calls += 1;
  }
}
