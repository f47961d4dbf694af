/**
 * Above this many bytes of answer bodies, no walk begins another page. The process needs several times as much, mostly
 * for memory that is no longer used: V8 lets the heap grow to four times what is in use before it collects all of it, and
 * up to 64 MB of buffers beside it. Measured with bodies of 3 MB, 16 MB lead to a peak of 285 MB of resident memory, and
 * 32 MB to one of 365 MB.
 */
const DEFAULT_LIMIT = 16 * 1024 * 1024;
/** What a request of an unknown kind is expected to bring. */
const FIRST_EXPECTATION = 256 * 1024;

export interface LeaseOptions {
  /** True for calls that must not wait for memory: the pages of a scroll, which expires when it is not called. */
  readonly isUrgent?: boolean;
}

/**
 * The memory that one page of a walk takes: the bytes of every answer to its calls, from their arrival until
 * {@link release}.
 *
 * The first call of a lease waits at the gate until the budget has room. All later calls go on whatever the budget
 * holds, because only they can complete what is held already, so that it can be written and released.
 */
export class Lease {
  /** The walk whose turn at the rate limit the calls take, and whose calls they count as. */
  readonly walk: string;
  readonly isUrgent: boolean;
  readonly #memory: WalkMemory | undefined;
  #bytes = 0;
  #hasBegun = false;

  /** Made by {@link MemoryBudget.lease}. Without `memory` nothing is counted. */
  constructor(walk: string, { isUrgent = false }: LeaseOptions = {}, memory?: WalkMemory) {
    this.walk = walk;
    this.isUrgent = isUrgent;
    this.#memory = memory;
  }

  /** True while the next call must wait for room in the budget. */
  get needsRoom(): boolean {
    return !this.#hasBegun && !this.isUrgent;
  }

  /**
   * The queue in which the next call waits for its turn. The first call of an urgent lease has a queue of its own: behind
   * the completions of the pages before it, the scroll that it keeps alive would expire.
   */
  get queue(): string {
    return this.isUrgent && !this.#hasBegun ? `${this.walk}, urgent` : this.walk;
  }

  /** Call when the first call goes out. */
  begin(): void {
    this.#hasBegun = true;
  }

  /** Call for each answer, with the bytes of its body. */
  add(bytes: number): void {
    this.#bytes += bytes;
    this.#memory?.change(bytes);
  }

  /** Gives back all bytes held. May be called again; the lease may take further answers, to be released in turn. */
  release(): void {
    this.#memory?.change(-this.#bytes);
    this.#bytes = 0;
  }
}

/** The bytes that all leases of one walk hold together, until the walk has ended. */
class WalkMemory {
  readonly #onChange: (bytes: number) => void;
  #bytes = 0;
  #hasEnded = false;

  constructor(onChange: (bytes: number) => void) {
    this.#onChange = onChange;
  }

  change(bytes: number): void {
    if (this.#hasEnded || bytes === 0) return;
    this.#bytes += bytes;
    this.#onChange(bytes);
  }

  end(): void {
    this.change(-this.#bytes);
    this.#hasEnded = true;
  }
}

/**
 * What the process may hold of answers whose rows are not written yet. Counts the bytes that leases hold, and the bytes
 * that the requests in flight are expected to bring.
 */
export class MemoryBudget {
  readonly #limit: number;
  readonly #walks = new Map<string, WalkMemory>();
  /** By kind of request: the size of a large answer among the recent ones. */
  readonly #expectations = new Map<string, number>();
  #held = 0;
  #inFlight = 0;
  #onRelease: () => void = () => undefined;

  /** `limit` in bytes. */
  constructor(limit = DEFAULT_LIMIT) {
    this.#limit = limit;
  }

  /** `listener` is called each time bytes have been released. */
  onRelease(listener: () => void): void {
    this.#onRelease = listener;
  }

  lease(walk: string, options?: LeaseOptions): Lease {
    const memory = this.#walks.get(walk) ?? new WalkMemory((bytes) => this.#change(bytes));
    this.#walks.set(walk, memory);
    return new Lease(walk, options, memory);
  }

  /** How many walks have begun a page and not ended. */
  get openWalks(): number {
    return this.#walks.size;
  }

  /** Releases all leases of a walk that has ended. Answers that still arrive for them hold nothing. */
  releaseAll(walk: string): void {
    this.#walks.get(walk)?.end();
    this.#walks.delete(walk);
  }

  /**
   * Whether a page may begin with a request of this kind. One that is expected to bring more than half of the budget
   * needs half of it: otherwise it would wait until nothing at all is held or in flight.
   */
  hasRoomFor(kind: string): boolean {
    return this.#held + this.#inFlight + Math.min(this.#expected(kind), this.#limit / 2) <= this.#limit;
  }

  /** Call for each request that goes out; returns the bytes reserved for its answer. */
  reserve(kind: string): number {
    const bytes = this.#expected(kind);
    this.#inFlight += bytes;
    return bytes;
  }

  /** Gives back what {@link reserve} returned, at the end of the exchange. */
  settle(reservedBytes: number): void {
    this.#inFlight -= reservedBytes;
  }

  /** Call for each usable answer, with the bytes of its body. */
  learn(kind: string, bytes: number): void {
    this.#expectations.set(kind, Math.max(bytes, (this.#expectations.get(kind) ?? 0) * 0.9));
  }

  /** Bytes that leases hold now. */
  get held(): number {
    return this.#held;
  }

  #expected(kind: string): number {
    return this.#expectations.get(kind) ?? FIRST_EXPECTATION;
  }

  #change(bytes: number): void {
    this.#held += bytes;
    if (bytes < 0) this.#onRelease();
  }
}
