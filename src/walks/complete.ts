import { pMapIterable } from 'p-map';
import type { ConnectorError } from '../errors.ts';
import { concernsOneCall } from '../errors.ts';
import { type ApiRequest, type Body, isGone } from '../intercom/api.ts';
import { incompleteAnswer } from '../intercom/incomplete-answer.ts';
import type { Lease } from '../intercom/pace/memory-budget.ts';
import type { Progress } from '../progress/progress.ts';
import { GoneRecords } from './gone-records.ts';
import { RetryList } from './retry-list.ts';
import type { BareWalk, Page, Walk, WalkContext } from './walk.ts';

/** Makes records whole, in one read. */
export interface Completion {
  /**
   * Fills in what a listing leaves out of a record; resolves with the record itself where nothing is missing. Its calls
   * are made with the lease of the record's page. Those that may find the record deleted are counted in `gone`.
   */
  complete(record: Body, lease: Lease, gone: GoneRecords): Promise<Body>;
  /** Called once the read has ended, however it ended. */
  end?(): void;
}

export interface CompletionOptions {
  /** Called once a read. */
  begin(context: WalkContext, progress: Progress): Completion;
  /** The record's own call, by which one that could not be completed is asked for again by the next sync. */
  request(id: string): ApiRequest;
}

/**
 * Pages being completed at once: as many as a search reads gaps at the same time, so that each of its readers has a page
 * here. Their leases bound the memory that these pages take.
 */
const PAGES_AT_ONCE = 8;

/**
 * The same walk with each record made whole, several pages at once and in their order. A record whose completion fails
 * comes as it was listed. Its id is kept in the progress, and the next sync asks for it first; so the stream does not
 * end as complete.
 */
export function complete(walk: BareWalk, options: CompletionOptions): Walk {
  const { isBare: _, ...kept } = walk;
  return {
    ...kept,
    read: (progress, context) =>
      new Completing(walk.name, options, progress, context).read(walk.read(progress, context)),
  };
}

interface FailedRecord {
  readonly id: unknown;
  readonly error: ConnectorError;
}

interface CompletedPage {
  readonly page: Page<Body>;
  readonly failed?: readonly FailedRecord[];
  /** Records of an earlier sync that have been completed, or are gone. */
  readonly cured?: readonly string[];
}

class Completing {
  readonly #name: string;
  readonly #options: CompletionOptions;
  readonly #context: WalkContext;
  readonly #completion: Completion;
  readonly #retry: RetryList;
  readonly #gone: GoneRecords;

  constructor(name: string, options: CompletionOptions, progress: Progress, context: WalkContext) {
    this.#name = name;
    this.#options = options;
    this.#context = context;
    this.#completion = options.begin(context, progress);
    this.#retry = new RetryList(name, progress.retry);
    this.#gone = new GoneRecords(name);
  }

  /** The records on the retry list come before any page is fetched, so that no page can keep them waiting. */
  async *read(pages: AsyncIterable<Page<Body>>): AsyncGenerator<Page<Body>> {
    try {
      yield* this.#inOrder(this.#retry.ids, (id) => this.#askAgain(id));
      yield* this.#inOrder(pages, (page) => this.#completePage(page));
      yield* this.#gone.end<Body>(this.#context);
    } finally {
      this.#completion.end?.();
    }
  }

  async *#inOrder<T>(
    items: Iterable<T> | AsyncIterable<T>,
    complete: (item: T) => Promise<CompletedPage>,
  ): AsyncGenerator<Page<Body>> {
    const completed = pMapIterable(items, complete, { concurrency: PAGES_AT_ONCE, backpressure: PAGES_AT_ONCE });
    for await (const page of completed) yield* this.#gone.pass(this.#judge(page));
  }

  async #completePage(page: Page<Body>): Promise<CompletedPage> {
    const lease = page.lease ?? this.#context.lease();
    const failed: FailedRecord[] = [];
    const records = await Promise.all(
      page.records.map((record) =>
        this.#completion.complete(record, lease, this.#gone).catch((error: unknown) => {
          if (!concernsOneCall(error)) throw error;
          failed.push({ id: record.id, error });
          return record;
        }),
      ),
    );
    return { page: { ...page, records, lease }, failed };
  }

  async #askAgain(id: string): Promise<CompletedPage> {
    const lease = this.#context.lease();
    // What became of the records of an earlier sync says nothing about those that are listed now.
    const uncounted = new GoneRecords(this.#name);
    try {
      const record = await this.#context.api.send(this.#options.request(id), lease);
      if (record.id !== id) throw incompleteAnswer(`something else than record ${id} of ${this.#name}`);
      const records = [await this.#completion.complete(record, lease, uncounted)];
      return { page: { records, isRetry: true, lease }, cured: [id] };
    } catch (error) {
      const page = { records: [], lease };
      if (isGone(error)) return { page, cured: [id] };
      if (concernsOneCall(error)) return { page };
      throw error;
    }
  }

  /** Changes the retry list in the order in which pages go on, so that each page's list tells of the pages up to it. */
  #judge({ page, failed = [], cured = [] }: CompletedPage): Page<Body> {
    for (const { id, error } of failed) this.#retry.keep([id], error);
    const isChanged = this.#retry.cure(cured) || failed.length > 0;
    return isChanged ? { ...page, retry: this.#retry.ids } : page;
  }
}
