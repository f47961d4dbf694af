import type { Exchange } from './exchange.ts';
import { FairShares, type Period } from './fair-shares.ts';
import { InFlight } from './in-flight.ts';
import type { Lease, MemoryBudget } from './memory-budget.ts';
import { type Hold, type Now, RateLimiter, type RateLimits } from './rate-limiter.ts';
import type { RateWindow } from './rate-window.ts';
import type { ServerClock } from './server-clock.ts';
import type { Sleep } from './time.ts';
import { type Turn, Turns } from './turns.ts';

export interface GateOptions extends RateLimits {
  readonly maxInFlight?: number | undefined;
  readonly memory: MemoryBudget;
  readonly signal: AbortSignal;
  /** Unix ms by the local clock. */
  readonly clock: () => number;
  readonly serverClock: ServerClock;
  readonly sleep: Sleep;
  /** Called when requests begin to wait for the rate limit, and again when the end of the wait moves. */
  readonly onHold: (hold: Hold) => void;
  /** Called when no request waits for the rate limit any more. */
  readonly onRelease: () => void;
}

/** The right to one exchange, from sending to the last byte. */
export interface Pass {
  readonly kind: string;
  /** Unix ms by the local clock. */
  readonly sentAtMs: number;
  readonly reservedBytes: number;
}

interface Waiting {
  readonly kind: string;
  readonly lease: Lease | undefined;
  readonly admit: (pass: Pass) => void;
}

/** The shortest wait before the gate looks again at walks that have spent their share. */
const SHORTEST_PAUSE_MS = 20;

/**
 * Lets requests out in turns between walks, as the rate limit and the number in flight allow. While several walks are open,
 * none goes far beyond its share of the limit. A request that begins a page also waits for room in the memory budget;
 * requests of other kinds pass it meanwhile.
 */
export class Gate {
  readonly #options: GateOptions;
  readonly #limiter: RateLimiter;
  readonly #inFlight: InFlight;
  readonly #memory: MemoryBudget;
  readonly #shares = new FairShares();
  readonly #waiting = new Turns<Waiting>();
  #hold: Hold | undefined;
  #alarm: { readonly atMs: number; readonly controller: AbortController } | undefined;

  constructor(options: GateOptions) {
    this.#options = options;
    this.#limiter = new RateLimiter(options);
    this.#inFlight = new InFlight(options.maxInFlight);
    this.#memory = options.memory;
    this.#memory.onRelease(() => this.#admit());
  }

  /**
   * Resolves when the request may be sent; the pass must be given back with {@link leave}. Rejects when aborted. `caller`
   * is the lease that the answer counts against, or a name, whose calls never wait for memory.
   */
  enter(caller: Lease | string, kind: string): Promise<Pass> {
    const { signal } = this.#options;
    const lease = typeof caller === 'string' ? undefined : caller;
    const queue = typeof caller === 'string' ? caller : caller.queue;
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const waiting: Waiting = {
        kind,
        lease,
        admit: (pass) => {
          signal.removeEventListener('abort', onAbort);
          resolve(pass);
        },
      };
      // The signal is that of all requests: nobody needs the alarm any more.
      const onAbort = () => {
        this.#waiting.remove(queue, waiting);
        this.#stopAlarm();
        reject(signal.reason);
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#waiting.add(queue, waiting);
      this.#admit();
    });
  }

  /** The server's limit for all applications together, in calls a minute; undefined while not known. */
  get serverRateLimit(): number | undefined {
    return this.#limiter.serverRateLimit;
  }

  /** What is known of the server's current window; undefined while nothing is. */
  get window(): RateWindow | undefined {
    return this.#limiter.window;
  }

  /** Ends the use of a pass; without an exchange when it was aborted. */
  leave(pass: Pass, exchange?: Exchange): void {
    this.#memory.settle(pass.reservedBytes);
    if (exchange) this.#learn(exchange);
    this.#inFlight.leave();
    this.#admit();
  }

  #learn(exchange: Exchange): void {
    const now = this.#now();
    if (exchange.ending === 'success') this.#memory.learn(exchange.kind, exchange.bytes);
    this.#inFlight.learn(exchange, this.#isCrowded(now));
    this.#limiter.observe(exchange, now);
  }

  /** Whether a request waits for nothing but a slot. */
  #isCrowded(now: Now): boolean {
    if (this.#next() === undefined || this.#limiter.admission(now, this.#inFlight.count) !== 'go') return false;
    return !('opensAtMs' in this.#due(now, this.#period(now)));
  }

  #admit(): void {
    while (this.#next() !== undefined) {
      const now = this.#now();
      if (!this.#inFlight.hasRoom) return;
      const admission = this.#limiter.admission(now, this.#inFlight.count);
      if (admission === 'answer') return;
      if (admission !== 'go') {
        this.#holdBack(admission, now.localMs);
        return;
      }
      const period = this.#period(now);
      const due = this.#due(now, period);
      this.#release();
      if ('opensAtMs' in due) {
        this.#wakeAt(Math.max(due.opensAtMs, now.localMs + SHORTEST_PAUSE_MS), now.localMs);
        return;
      }
      this.#send(due, now, period);
    }
    // What still waits, waits for memory and not for the rate limit.
    this.#release();
    this.#stopAlarm();
  }

  #send(turn: Turn<Waiting>, now: Now, period: Period | undefined): void {
    if (period) this.#shares.sent(turn.name, period);
    this.#waiting.take(turn);
    this.#limiter.sent(now);
    this.#inFlight.enter();
    const { kind, lease, admit } = turn.item;
    lease?.begin();
    admit({ kind, sentAtMs: now.localMs, reservedBytes: this.#memory.reserve(kind) });
  }

  /**
   * The next request that does not wait for memory. Memory is given out in turns too: when the next page has no room, no
   * later one begins before it, since a walk with large pages would otherwise wait until those with small pages end.
   */
  #next(isOpen?: (queue: string) => boolean): Turn<Waiting> | undefined {
    let hasRoom = true;
    return this.#waiting.next(({ kind, lease }) => {
      if (!lease?.needsRoom) return true;
      hasRoom &&= this.#memory.hasRoomFor(kind);
      return hasRoom;
    }, isOpen);
  }

  /** The next request whose walk may call now by its share of the limit; otherwise when the first one may. */
  #due(now: Now, period: Period | undefined): Turn<Waiting> | { readonly opensAtMs: number } {
    let opensAtMs = Number.POSITIVE_INFINITY;
    const turn = this.#next((queue) => {
      if (period === undefined) return true;
      const atMs = this.#shares.opensAtMs(queue, this.#memory.openWalks, period);
      if (atMs > now.localMs) opensAtMs = Math.min(opensAtMs, atMs);
      return atMs <= now.localMs;
    });
    return turn ?? { opensAtMs };
  }

  #period(now: Now): Period | undefined {
    return this.#limiter.period(now, this.#inFlight.count);
  }

  #holdBack({ untilMs, reason }: Hold, nowMs: number): void {
    const hold = { untilMs: Math.ceil(untilMs), reason };
    if (reason !== this.#hold?.reason || Math.abs(hold.untilMs - this.#hold.untilMs) > 1_000) {
      this.#hold = hold;
      this.#options.onHold(hold);
    }
    this.#wakeAt(hold.untilMs, nowMs);
  }

  #wakeAt(atMs: number, nowMs: number): void {
    if (this.#alarm && this.#alarm.atMs <= atMs) return;
    this.#stopAlarm();
    const controller = new AbortController();
    this.#alarm = { atMs, controller };
    this.#options.sleep(atMs - nowMs, controller.signal).then(
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
