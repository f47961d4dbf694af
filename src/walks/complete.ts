import type { ConnectorError } from '../errors.ts';
import { ApiError, type ApiRequest, type Body } from '../intercom/api.ts';
import { incompleteAnswer } from '../intercom/incomplete-answer.ts';
import type { Lease } from '../intercom/pace/memory-budget.ts';
import { isOfOneCall, RetryList } from './retry-list.ts';
import type { BareWalk, Page, Walk, WalkContext } from './walk.ts';

/**
 * Fills in what a listing leaves out of a record; resolves with the record itself where nothing is missing. Its calls
 * are made with the lease of the record's page.
 */
export type Completion = (record: Body, lease: Lease) => Promise<Body>;

export interface CompletionOptions {
  /** Called once a read. */
  begin(context: WalkContext): Completion;
  /** The record's own call, by which one that could not be completed is asked for again by the next sync. */
  request(id: string): ApiRequest;
}

/**
 * The same walk with each record made whole, those of a page side by side. A record that can't be completed comes as it
 * was listed, and the stream does not end as complete: where a read can be resumed, the record's id is kept in the
 * progress and asked for first by the next sync; else the walk fails at its end.
 */
export function complete(walk: BareWalk, options: CompletionOptions): Walk {
  const { isBare: _, ...kept } = walk;
  return {
    ...kept,
    read: (progress, context) =>
      new Completing(walk, options, progress.retry, context).read(walk.read(progress, context)),
  };
}

class Completing {
  readonly #walk: Walk;
  readonly #options: CompletionOptions;
  readonly #context: WalkContext;
  readonly #complete: Completion;
  readonly #retry: RetryList;
  #failure: ConnectorError | undefined;

  constructor(walk: Walk, options: CompletionOptions, retry: readonly string[], context: WalkContext) {
    this.#walk = walk;
    this.#options = options;
    this.#context = context;
    this.#complete = options.begin(context);
    this.#retry = new RetryList(walk.name, retry);
  }

  async *read(pages: AsyncIterable<Page<Body>>): AsyncGenerator<Page<Body>> {
    const again = this.#walk.isResumable ? this.#retry.ids : [];
    yield* await Promise.all(again.map((id) => this.#askAgain(id)));
    for await (const page of pages) yield await this.#completePage(page);
    if (this.#failure !== undefined && !this.#walk.isResumable) throw this.#failure;
  }

  async #askAgain(id: string): Promise<Page<Body>> {
    try {
      const lease = this.#context.lease();
      const record = await this.#context.api.send(this.#options.request(id), lease);
      if (record.id !== id) throw incompleteAnswer(`something else than record ${id} of ${this.#walk.name}`);
      const whole = await this.#complete(record, lease);
      this.#retry.cure(id);
      return { records: [whole], retry: this.#retry.ids, isRetry: true, lease };
    } catch (error) {
      if (error instanceof ApiError && error.isGone) this.#retry.cure(id);
      else if (!isOfOneCall(error)) throw error;
      return { records: [], retry: this.#retry.ids };
    }
  }

  async #completePage(page: Page<Body>): Promise<Page<Body>> {
    const before = this.#retry.ids.length;
    const lease = page.lease ?? this.#context.lease();
    const records = await Promise.all(page.records.map((record) => this.#completeOrKeep(record, lease)));
    const isToTell = this.#walk.isResumable && this.#retry.ids.length > before;
    return { ...page, records, lease, ...(isToTell && { retry: this.#retry.ids }) };
  }

  async #completeOrKeep(record: Body, lease: Lease): Promise<Body> {
    try {
      return await this.#complete(record, lease);
    } catch (error) {
      if (!isOfOneCall(error)) throw error;
      this.#failure ??= error;
      this.#retry.keep(record.id, error);
      return record;
    }
  }
}
