import type { Exchange } from './exchange.ts';

const SMALLEST_LIMIT = 4;
const FIRST_LIMIT = 10;
const LARGEST_LIMIT = 200;
/** Below this, differences in latency are noise. */
const SHORTEST_LATENCY_MS = 100;
/** A server that has become slower for good counts as normal again after about this long. */
const FLOOR_RISES_IN_MS = 120_000;

/**
 * How many requests may be in flight. The limit grows while requests wait for nothing but a slot and the server answers
 * as fast as ever. It halves when the server becomes several times slower, or fails repeatedly. Has no clock of its own.
 */
export class InFlight {
  readonly #most: number;
  /** By kind: the latency of a server that is not under load, and when it was last measured. */
  readonly #floors = new Map<string, { readonly floorMs: number; readonly seenAtMs: number }>();
  #limit: number;
  #count = 0;
  /** The share of recent exchanges that failed, 0–1. */
  #failureShare = 0;
  /** Latency as a multiple of its kind's floor, smoothed. */
  #strain = 1;
  #shrunkAtMs = Number.NEGATIVE_INFINITY;
  #hasShrunk = false;

  /** `most`: the limit never exceeds it. */
  constructor(most = LARGEST_LIMIT) {
    this.#most = Math.max(1, most);
    this.#limit = Math.min(FIRST_LIMIT, this.#most);
  }

  get limit(): number {
    return Math.floor(this.#limit);
  }

  get count(): number {
    return this.#count;
  }

  get hasRoom(): boolean {
    return this.#count < this.limit;
  }

  /** Takes a slot, to be given back with {@link leave}. */
  enter(): void {
    this.#count += 1;
  }

  leave(): void {
    this.#count -= 1;
  }

  /** Adapts the limit. `isCrowded`: at the end of the exchange, requests were waiting for nothing but a slot. */
  learn(exchange: Exchange, isCrowded: boolean): void {
    this.#measure(exchange);
    // A request that was sent before the last cut tells of the load before it.
    if (exchange.sentAtMs < this.#shrunkAtMs) return;
    if (this.#failureShare > 0.15 || this.#strain > 4) this.#shrink(exchange.endedAtMs);
    else if (isCrowded && exchange.ending === 'success' && this.#strain < 2) this.#grow();
  }

  #measure({ kind, sentAtMs, endedAtMs, ending }: Exchange): void {
    this.#failureShare += ((ending === 'failure' ? 1 : 0) - this.#failureShare) * 0.1;
    if (ending !== 'success') return;
    const latencyMs = Math.max(endedAtMs - sentAtMs, SHORTEST_LATENCY_MS);
    const known = this.#floors.get(kind) ?? { floorMs: latencyMs, seenAtMs: endedAtMs };
    const rise = Math.min(0.05, Math.max(0, endedAtMs - known.seenAtMs) / FLOOR_RISES_IN_MS);
    const floorMs = known.floorMs + (latencyMs - known.floorMs) * (latencyMs < known.floorMs ? 0.1 : rise);
    this.#floors.set(kind, { floorMs, seenAtMs: endedAtMs });
    this.#strain += (Math.min(latencyMs / floorMs, 10) - this.#strain) * 0.1;
  }

  #shrink(nowMs: number): void {
    this.#limit = Math.max(Math.min(SMALLEST_LIMIT, this.#most), this.#limit / 2);
    this.#shrunkAtMs = nowMs;
    this.#hasShrunk = true;
    this.#failureShare = 0;
    this.#strain = Math.min(this.#strain, 2);
  }

  /** Doubles with each round of answers until the first cut; grows by two a round after it. */
  #grow(): void {
    this.#limit = Math.min(this.#most, this.#limit + (this.#hasShrunk ? 2 / this.#limit : 1));
  }
}
