import { mergeWindows, type RateWindow, readReset, readWindow, spendable } from './rate-window.ts';

export interface RateLimits {
  /** Of what each window offers, 0–1. */
  readonly share: number;
  /** A ceiling of the user's own, whatever the API allows. */
  readonly maxCallsPerMinute?: number | undefined;
  /** 0 ≤ x < 1 */
  readonly random: () => number;
}

/** The time by both clocks, Unix ms. */
export interface Now {
  readonly localMs: number;
  readonly serverMs: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  /** When its request was sent, by the local clock. */
  readonly sentAtMs: number;
}

/** `go`: send now. `answer`: not before an answer arrived. Else not before this local Unix ms, and why. */
export type Permission = 'go' | 'answer' | { readonly untilMs: number; readonly reason: '429' | 'window' };

/** Learns from answers what the current window has left, and says whether another request may go out. Has no timers. */
export class RateLimiter {
  readonly #limits: RateLimits;
  readonly #quota: Quota | undefined;
  #window: RateWindow | undefined;
  #closedUntilMs = 0;
  /** How many may be in flight while nothing is known of the window; undefined when it is. */
  #blindInFlight: number | undefined = 4;

  constructor(limits: RateLimits) {
    this.#limits = limits;
    this.#quota = limits.maxCallsPerMinute === undefined ? undefined : new Quota(limits.maxCallsPerMinute);
  }

  /** The server's limit for all applications together; undefined while not known. */
  get callsPerMinute(): number | undefined {
    return this.#window && this.#window.limit * 6;
  }

  permission(now: Now, inFlight: number): Permission {
    if (now.localMs < this.#closedUntilMs) return { untilMs: this.#closedUntilMs, reason: '429' };
    if (this.#blindInFlight !== undefined && inFlight >= this.#blindInFlight) return 'answer';
    const quotaUntilMs = this.#quota?.fullUntilMs(now.localMs);
    if (quotaUntilMs !== undefined) return { untilMs: quotaUntilMs, reason: 'window' };
    if (!this.#window || spendable(this.#window, this.#limits.share, inFlight, now.serverMs) > 0) return 'go';
    const leftMs = this.#window.resetsAtMs - now.serverMs;
    return leftMs > 0 ? { untilMs: now.localMs + leftMs, reason: 'window' } : 'answer';
  }

  /** To be told of each request that goes out. */
  sent(now: Now): void {
    this.#quota?.spend(now.localMs);
  }

  /** To be told of each answer, whatever its status. A 429 closes the gate for everyone until the window's reset. */
  observe(answer: Answer, now: Now): void {
    const read = readWindow(answer.headers, now.serverMs);
    if (read) this.#window = mergeWindows(this.#window, read);
    if (answer.status === 429) this.#close(answer, now);
    else if (answer.sentAtMs >= this.#closedUntilMs) this.#blindInFlight = undefined;
  }

  #close(answer: Answer, now: Now): void {
    const waitMs = Math.min(Math.max(statedWaitMs(answer, now) ?? 10_000, 100), 60_000);
    const untilMs = now.localMs + waitMs;
    if (untilMs > this.#closedUntilMs) this.#closedUntilMs = untilMs + this.#limits.random() * 250;
    this.#blindInFlight = 1;
  }
}

function statedWaitMs({ headers }: Answer, now: Now): number | undefined {
  const resetsAtMs = readReset(headers, now.serverMs);
  if (resetsAtMs !== undefined) return resetsAtMs - now.serverMs;
  const retryAfterSeconds = Number(headers['retry-after']);
  return retryAfterSeconds > 0 ? retryAfterSeconds * 1_000 : undefined;
}

/** Calls a minute at most, spread evenly over spans of ten seconds (longer ones below six calls a minute). */
class Quota {
  readonly #callsPerSpan: number;
  readonly #spanMs: number;
  #startedAtMs = Number.NEGATIVE_INFINITY;
  #calls = 0;

  constructor(callsPerMinute: number) {
    this.#callsPerSpan = Math.max(1, Math.floor(callsPerMinute / 6));
    this.#spanMs = Math.max(10_000, 60_000 / callsPerMinute);
  }

  fullUntilMs(nowMs: number): number | undefined {
    const endsAtMs = this.#startedAtMs + this.#spanMs;
    return this.#calls >= this.#callsPerSpan && nowMs < endsAtMs ? endsAtMs : undefined;
  }

  spend(nowMs: number): void {
    if (nowMs >= this.#startedAtMs + this.#spanMs) {
      this.#startedAtMs = nowMs;
      this.#calls = 0;
    }
    this.#calls += 1;
  }
}
