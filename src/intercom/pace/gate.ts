import { type Ending, InFlight } from './in-flight.ts';
import { type Answer, type Now, RateLimiter, type RateLimits } from './rate-limiter.ts';
import type { ServerClock } from './server-clock.ts';
import type { Sleep } from './time.ts';
import { Turns } from './turns.ts';

/** Every request is held until `untilMs` (local Unix ms): after a 429, or because the window's share is spent. */
export interface Hold {
  readonly untilMs: number;
  readonly reason: '429' | 'window';
}

export interface GateOptions extends RateLimits {
  readonly maxInFlight?: number | undefined;
  readonly signal: AbortSignal;
  readonly clock: () => number;
  readonly serverClock: ServerClock;
  readonly sleep: Sleep;
  readonly onHold: (hold: Hold) => void;
  readonly onRelease: () => void;
}

/** The right to one exchange, from sending to the last byte. */
export interface Pass {
  readonly kind: string;
  readonly sentAtMs: number;
  readonly reservedBytes: number;
}

/** How an exchange ended; without `answer` when no answer arrived. */
export interface Outcome {
  readonly answer?: Omit<Answer, 'sentAtMs'>;
  readonly bytes: number;
  readonly ending: Ending;
}

interface Waiting {
  readonly kind: string;
  readonly admit: (pass: Pass) => void;
}

/** Lets requests out, in turns between walks, as the rate limit and the number in flight allow. */
export class Gate {
  readonly #options: GateOptions;
  readonly #limiter: RateLimiter;
  readonly #inFlight: InFlight;
  readonly #waiting = new Turns<Waiting>();
  #hold: Hold | undefined;
  #alarm: { readonly atMs: number; readonly controller: AbortController } | undefined;

  constructor(options: GateOptions) {
    this.#options = options;
    this.#limiter = new RateLimiter(options);
    this.#inFlight = new InFlight(options.maxInFlight);
  }

  /** Resolves when the request may be sent; the pass must be given back with {@link leave}. Rejects when aborted. */
  enter(walk: string, kind: string): Promise<Pass> {
    const { signal } = this.#options;
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const waiting: Waiting = {
        kind,
        admit: (pass) => {
          signal.removeEventListener('abort', onAbort);
          resolve(pass);
        },
      };
      const onAbort = () => {
        this.#waiting.remove(walk, waiting);
        if (this.#waiting.isEmpty) this.#stopAlarm();
        reject(signal.reason);
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#waiting.add(walk, waiting);
      this.#admit();
    });
  }

  /** The server's limit for all applications together; undefined while not known. */
  get callsPerMinute(): number | undefined {
    return this.#limiter.callsPerMinute;
  }

  leave(pass: Pass, outcome: Outcome): void {
    const now = this.#now();
    const { kind, sentAtMs } = pass;
    const { bytes, ending } = outcome;
    const isCrowded = !this.#waiting.isEmpty && this.#limiter.permission(now, this.#inFlight.count) === 'go';
    this.#inFlight.leave(pass.reservedBytes, { kind, sentAtMs, nowMs: now.localMs, bytes, ending, isCrowded });
    if (outcome.answer) this.#limiter.observe({ ...outcome.answer, sentAtMs }, now);
    this.#admit();
  }

  #admit(): void {
    for (let next = this.#waiting.peek(); next; next = this.#waiting.peek()) {
      const now = this.#now();
      if (!this.#inFlight.hasRoomFor(next.kind)) return;
      const permission = this.#limiter.permission(now, this.#inFlight.count);
      if (permission === 'answer') return;
      if (permission !== 'go') {
        this.#holdBack(permission, now.localMs);
        return;
      }
      this.#release();
      this.#waiting.take();
      this.#limiter.sent(now);
      next.admit({ kind: next.kind, sentAtMs: now.localMs, reservedBytes: this.#inFlight.enter(next.kind) });
    }
    this.#stopAlarm();
  }

  #holdBack(hold: Hold, nowMs: number): void {
    if (hold.reason !== this.#hold?.reason || Math.abs(hold.untilMs - this.#hold.untilMs) > 1_000) {
      this.#hold = hold;
      this.#options.onHold(hold);
    }
    if (this.#alarm && this.#alarm.atMs <= hold.untilMs) return;
    this.#stopAlarm();
    const controller = new AbortController();
    this.#alarm = { atMs: hold.untilMs, controller };
    this.#options.sleep(hold.untilMs - nowMs, controller.signal).then(
      () => {
        this.#alarm = undefined;
        this.#admit();
      },
      () => undefined,
    );
  }

  #release(): void {
    if (!this.#hold) return;
    this.#hold = undefined;
    this.#options.onRelease();
  }

  #stopAlarm(): void {
    this.#alarm?.controller.abort();
    this.#alarm = undefined;
  }

  #now(): Now {
    return { localMs: this.#options.clock(), serverMs: this.#options.serverClock.nowMs };
  }
}
