import { pMapIterable } from 'p-map';
import { type ConnectorError, concernsOneCall } from '../errors.ts';
import { ApiError, type ApiRequest, type Body } from '../intercom/api.ts';
import { incompleteAnswer } from '../intercom/incomplete-answer.ts';
import type { Lease } from '../intercom/pace/memory-budget.ts';
import { RetryList } from './retry-list.ts';
import type { BareWalk, Page, Walk, WalkContext } from './walk.ts';

/** A parent and the answer to its own call. */
export interface Child {
  readonly parent: Body;
  readonly body: Body;
}

export interface EachParentOptions {
  readonly name: string;
  readonly parents: BareWalk;
  /** The parent's own call; `id` is all that is known of a parent that is asked again from an earlier sync. */
  request(parent: Body): ApiRequest;
  /** Looks at an answer before it is used: warns of what the API holds back, throws where the answer is not whole. */
  check?(body: Body, context: WalkContext): void;
}

/** Calls prepared ahead of the one that is written next; how many are in flight is the client's business. */
const AHEAD = 128;
/** As many records as these may be gone without a doubt about the rest. */
const FEW = 20;

/**
 * One call per parent, across the borders of the parents' pages, the answers in the parents' order. A parent that is
 * gone is skipped; one whose call fails for good is kept in the progress and asked first by the next sync.
 */
export function eachParent(options: EachParentOptions): Walk<Child> {
  const { createdAt } = options.parents;
  return {
    name: options.name,
    isResumable: options.parents.isResumable,
    usesRange: options.parents.usesRange,
    changedAt: ({ parent }) => options.parents.changedAt(parent),
    probe: (now) => options.parents.probe(now),
    ...(createdAt && { createdAt: ({ parent }: Child) => createdAt(parent) }),
    read: (progress, context) =>
      new ParentReader(options, progress.retry, context).read(options.parents.read(progress, context)),
  };
}

type Step = { readonly parent: Body } | { readonly page: Page<Body> };
type Answer =
  | { readonly child: Child; readonly lease: Lease }
  | { readonly gone: Body }
  | { readonly failed: Body; readonly error: ConnectorError };

class ParentReader {
  readonly #options: EachParentOptions;
  readonly #context: WalkContext;
  readonly #retry: RetryList;
  #asked = 0;
  #gone = 0;

  constructor(options: EachParentOptions, retry: readonly string[], context: WalkContext) {
    this.#options = options;
    this.#context = context;
    this.#retry = new RetryList(options.name, retry);
  }

  async *read(pages: AsyncIterable<Page<Body>>): AsyncGenerator<Page<Child>> {
    const steps = pMapIterable(this.#steps(pages), (step) => this.#take(step), {
      concurrency: AHEAD,
      backpressure: AHEAD,
    });
    for await (const step of steps) {
      if ('page' in step) yield { ...step.page, records: [] };
      else yield this.#toPage(step);
    }
    this.#tellOfGone();
  }

  /** Some records are deleted between their listing and their own call; most of them never are. */
  #tellOfGone(): void {
    const { name } = this.#options;
    if (this.#gone > FEW && this.#gone > this.#asked / 2) {
      throw incompleteAnswer(
        `"not found" for ${this.#gone} of ${this.#asked} records that it had just listed, in ${name}`,
      );
    }
    if (this.#gone > 0) this.#context.warn(`${name}: ${this.#gone} records were deleted while they were read.`);
  }

  async *#steps(pages: AsyncIterable<Page<Body>>): AsyncGenerator<Step> {
    for (const id of this.#retry.ids) yield { parent: { id } };
    for await (const page of pages) {
      for (const parent of page.records) yield { parent };
      yield { page };
    }
  }

  async #take(step: Step): Promise<Answer | { readonly page: Page<Body> }> {
    if ('page' in step) return step;
    const { parent } = step;
    try {
      const lease = this.#context.lease();
      const body = await this.#context.api.send(this.#options.request(parent), lease);
      this.#options.check?.(body, this.#context);
      return { child: { parent, body }, lease };
    } catch (error) {
      if (error instanceof ApiError && error.isGone) return { gone: parent };
      if (concernsOneCall(error)) return { failed: parent, error };
      throw error;
    }
  }

  #toPage(answer: Answer): Page<Child> {
    this.#asked += 1;
    if ('failed' in answer) {
      this.#retry.keep(answer.failed.id, answer.error);
      return { records: [], retry: this.#retry.ids };
    }
    if ('gone' in answer) this.#gone += 1;
    const parent = 'gone' in answer ? answer.gone : answer.child.parent;
    const isCured = this.#retry.cure(parent.id);
    const retry = isCured && { retry: this.#retry.ids, isRetry: true };
    if ('gone' in answer) return { records: [], ...retry };
    return { records: [answer.child], lease: answer.lease, ...retry };
  }
}
