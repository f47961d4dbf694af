import type { Api, ApiRequest, Body } from '../../../src/intercom/api.ts';
import { Lease } from '../../../src/intercom/pace/memory-budget.ts';
import type { WalkContext } from '../../../src/walks/walk.ts';

/** Turns of the event loop without a change of the memory held, after which nobody is going to give any back. */
const IDLE_TURNS = 1_000;

/**
 * Counts the bytes of each answer against its lease, as the client does. With a limit, pages that have not begun wait
 * for room in the order of their calls; where they would wait for ever, it throws.
 */
export class MeteredApi implements Api {
  held = 0;
  mostHeld = 0;
  readonly #api: Api;
  readonly #bytesOf: (request: ApiRequest) => number;
  readonly #limit: number;
  readonly #begun = new WeakSet<Lease>();
  #queue: Promise<void> = Promise.resolve();

  constructor(api: Api, bytesOf: (request: ApiRequest) => number, limit = Number.POSITIVE_INFINITY) {
    this.#api = api;
    this.#bytesOf = bytesOf;
    this.#limit = limit;
  }

  /** For the context of a read. */
  readonly lease: WalkContext['lease'] = () => new CountedLease((bytes) => this.#change(bytes));

  async send(request: ApiRequest, caller: Lease | string): Promise<Body> {
    if (typeof caller !== 'string' && !this.#begun.has(caller)) {
      this.#begun.add(caller);
      this.#queue = this.#queue.then(() => this.#room());
      await this.#queue;
    }
    const body = await this.#api.send(request, caller);
    if (typeof caller !== 'string') caller.add(this.#bytesOf(request));
    return body;
  }

  #change(bytes: number): void {
    this.held += bytes;
    this.mostHeld = Math.max(this.mostHeld, this.held);
  }

  async #room(): Promise<void> {
    let { held } = this;
    for (let idle = 0; this.held >= this.#limit; idle += 1) {
      if (idle === IDLE_TURNS) throw new Error(`locked up with ${held} bytes held`);
      if (held !== this.held) idle = 0;
      held = this.held;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

class CountedLease extends Lease {
  readonly #onChange: (bytes: number) => void;
  #bytes = 0;

  constructor(onChange: (bytes: number) => void) {
    super('test');
    this.#onChange = onChange;
  }

  override add(bytes: number): void {
    this.#bytes += bytes;
    this.#onChange(bytes);
  }

  override release(): void {
    this.#onChange(-this.#bytes);
    this.#bytes = 0;
  }
}
