/** `failure`: the server erred (a 5xx, a time-out, a broken connection). `refusal`: it said no, which takes no time. */
export type Ending = 'success' | 'refusal' | 'failure';

export interface Completion {
  /** Requests of one kind take comparable time and bring comparable bytes. */
  readonly kind: string;
  readonly sentAtMs: number;
  readonly nowMs: number;
  readonly bytes: number;
  readonly ending: Ending;
  /** Requests were waiting for a slot only, not for the rate limit. */
  readonly isCrowded: boolean;
}

const smallest = 4;
const initial = 10;
const largest = 200;
const byteBudget = 64 * 1024 * 1024;
/** Faster than this, latency is noise. */
const briskMs = 100;
/** A server that is slower for good is taken as such after some minutes. */
const floorRisesInMs = 120_000;

/**
 * How many requests may be in flight: more while slots are all that requests wait for and the server answers as fast as
 * ever, half as many when it slows down to several times that or errs repeatedly. Also bounds the bytes that the answers
 * in flight are likely to bring. Has no clock of its own.
 */
export class InFlight {
  readonly #most: number;
  readonly #kinds = new Map<string, { floorMs: number; bytes: number; seenAtMs: number }>();
  #limit: number;
  #count = 0;
  #bytes = 0;
  #failureShare = 0;
  /** Latency as a multiple of its kind's floor, smoothed. */
  #strain = 1;
  #shrunkAtMs = Number.NEGATIVE_INFINITY;
  #hasShrunk = false;

  constructor(most = largest) {
    this.#most = Math.max(1, most);
    this.#limit = Math.min(initial, this.#most);
  }

  get limit(): number {
    return Math.floor(this.#limit);
  }

  get count(): number {
    return this.#count;
  }

  /** One request always fits. */
  hasRoomFor(kind: string): boolean {
    if (this.#count === 0) return true;
    return this.#count < this.limit && this.#bytes + this.#expectedBytes(kind) <= byteBudget;
  }

  /** Takes a slot; returns the bytes reserved, to be given back with {@link leave}. */
  enter(kind: string): number {
    const bytes = this.#expectedBytes(kind);
    this.#count += 1;
    this.#bytes += bytes;
    return bytes;
  }

  leave(reservedBytes: number, completion: Completion): void {
    this.#count -= 1;
    this.#bytes -= reservedBytes;
    this.#learn(completion);
    // What was sent before the last cut tells of the load before it.
    if (completion.sentAtMs < this.#shrunkAtMs) return;
    if (this.#failureShare > 0.15 || this.#strain > 4) this.#shrink(completion.nowMs);
    else if (completion.isCrowded && completion.ending === 'success' && this.#strain < 2) this.#grow();
  }

  #expectedBytes(kind: string): number {
    return this.#kinds.get(kind)?.bytes ?? 256 * 1024;
  }

  #learn({ kind, sentAtMs, nowMs, bytes, ending }: Completion): void {
    this.#failureShare += ((ending === 'failure' ? 1 : 0) - this.#failureShare) * 0.1;
    if (ending !== 'success') return;
    const latencyMs = Math.max(nowMs - sentAtMs, briskMs);
    const known = this.#kinds.get(kind) ?? { floorMs: latencyMs, bytes, seenAtMs: nowMs };
    const rise = Math.min(0.05, Math.max(0, nowMs - known.seenAtMs) / floorRisesInMs);
    const floorMs = known.floorMs + (latencyMs - known.floorMs) * (latencyMs < known.floorMs ? 0.1 : rise);
    this.#kinds.set(kind, { floorMs, bytes: Math.max(bytes, known.bytes * 0.9), seenAtMs: nowMs });
    this.#strain += (Math.min(latencyMs / floorMs, 10) - this.#strain) * 0.1;
  }

  #shrink(nowMs: number): void {
    this.#limit = Math.max(Math.min(smallest, this.#most), this.#limit / 2);
    this.#shrunkAtMs = nowMs;
    this.#hasShrunk = true;
    this.#failureShare = 0;
    this.#strain = Math.min(this.#strain, 2);
  }

  /** Doubles per round of answers at first, then by two. */
  #grow(): void {
    this.#limit = Math.min(this.#most, this.#limit + (this.#hasShrunk ? 2 / this.#limit : 1));
  }
}
