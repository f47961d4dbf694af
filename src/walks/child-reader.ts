import { pMapIterable } from 'p-map';
import { concernsOneCall } from '../errors.ts';
import { type Body, isGone } from '../intercom/api.ts';
import { incompleteAnswer } from '../intercom/incomplete-answer.ts';
import type { Lease } from '../intercom/pace/memory-budget.ts';
import type { Progress } from '../progress/progress.ts';
import type { Child, ChildFetch, EachParentOptions } from './children.ts';
import { GoneRecords } from './gone-records.ts';
import { type EndedPage, groupParents, type ParentGroup, type Step, withoutHolding } from './parent-groups.ts';
import { ReadAhead } from './read-ahead.ts';
import { RetryList } from './retry-list.ts';
import type { Page, WalkContext } from './walk.ts';

/** Groups of parents whose first page is fetched ahead. How many calls are in flight is the client's business. */
const AHEAD = 128;
/** Pages after the first ones, of all groups together, that are fetched ahead. They wait for no memory, so they are fewer. */
const FURTHER_PAGES_AHEAD = 32;

type ChildPages = AsyncIterable<readonly Child[]> | Iterable<readonly Child[]>;

/** A group whose first page has been fetched, or has failed. */
interface FetchedGroup extends ParentGroup {
  readonly lease: Lease;
  readonly pages: ChildPages;
}

/** Fetches the first page of a group. */
type FetchFirst = (group: ParentGroup, lease: Lease) => Promise<ChildPages>;

/** One read of a walk with a call per parent. */
export class ChildReader {
  readonly #options: EachParentOptions;
  readonly #progress: Progress;
  readonly #context: WalkContext;
  readonly #fetch: ChildFetch;
  readonly #retry: RetryList;
  readonly #gone: GoneRecords;
  readonly #ahead = new ReadAhead(FURTHER_PAGES_AHEAD);

  constructor(options: EachParentOptions, progress: Progress, context: WalkContext) {
    this.#options = options;
    this.#progress = progress;
    this.#context = context;
    this.#fetch = options.begin(context);
    this.#retry = new RetryList(options.name, progress.retry);
    this.#gone = new GoneRecords(options.name);
  }

  /**
   * The parents on the retry list come before any page is fetched, so that no page can keep them waiting, and
   * one by one: a group that failed because of one of them must not fail again as a whole.
   */
  async *read(): AsyncGenerator<Page<Child>> {
    const kept = this.#retry.ids.map((id) => ({ parents: [{ id }] }));
    try {
      yield* this.#inOrder(kept, (group, lease) => this.#fetchAgain(group, lease));
      yield* this.#inOrder(this.#steps(), (group, lease) => this.#fetchListed(group, lease));
      yield* this.#gone.end<Child>(this.#context);
    } finally {
      this.#fetch.end?.();
    }
  }

  #steps(): AsyncGenerator<Step> {
    const { parents, parentsPerCall = 1, parentFields } = this.#options;
    return groupParents(parents.read(this.#progress, withoutHolding(this.#context)), {
      parentsPerCall,
      parentFields,
      isResumable: parents.isResumable,
      isSkipped: (parent) => this.#isUnchanged(parent) || this.#fetch.skip?.(parent) === true,
      isAlone: (parent) => this.#fetch.isAlone?.(parent) === true,
    });
  }

  /** True for a parent that is listed although it did not change in the range: the rows of its children would be dropped. */
  #isUnchanged(parent: Body): boolean {
    const { parents } = this.#options;
    if (parents.usesRange) return false;
    const { mode, gaps } = this.#progress;
    const time = mode === 'full_refresh' && parents.createdAt ? parents.createdAt(parent) : parents.changedAt(parent);
    return time < (gaps[0]?.from ?? Number.POSITIVE_INFINITY);
  }

  async *#inOrder(steps: Iterable<Step> | AsyncIterable<Step>, fetchFirst: FetchFirst): AsyncGenerator<Page<Child>> {
    const bounds = { concurrency: AHEAD, backpressure: AHEAD };
    for await (const step of pMapIterable(steps, (step) => this.#take(step, fetchFirst), bounds)) {
      if ('page' in step) yield* this.#gone.pass<Child>(step.page);
      else yield* this.#toPages(step);
    }
  }

  async #take(step: Step, fetchFirst: FetchFirst): Promise<FetchedGroup | EndedPage> {
    if ('page' in step) return step;
    const lease = this.#context.lease();
    return { ...step, lease, pages: await fetchFirst(step, lease).catch(failing) };
  }

  async #fetchListed({ parents }: ParentGroup, lease: Lease): Promise<ChildPages> {
    const { name, isNotFoundNormal = false } = this.#options;
    const gone = isNotFoundNormal ? new GoneRecords(name) : this.#gone;
    const pages = await gone.count(this.#ahead.start(this.#fetch.pages(parents, lease)), parents.length);
    if (pages !== undefined) return pages;
    if (isNotFoundNormal || parents.length === 1) return [];
    // Which of the parents is gone does not show: the next sync asks for them one by one.
    throw incompleteAnswer(`"not found" to a call for ${parents.length} records of ${name}`);
  }

  /** What became of the parents of an earlier sync says nothing about those that are listed now: it is not counted. */
  async #fetchAgain({ parents }: ParentGroup, lease: Lease): Promise<ChildPages> {
    const fetching = Promise.all(parents.map((parent) => this.#completed(parent, lease))).then((known) =>
      this.#ahead.start(this.#fetch.pages(known, lease)),
    );
    return (await new GoneRecords(this.#options.name).count(fetching)) ?? [];
  }

  /** A parent of which only the id is known, asked for where its children need more. */
  async #completed(parent: Body, lease: Lease): Promise<Body> {
    const request = this.#options.parentRequest?.(String(parent.id));
    if (request === undefined) return parent;
    const record = await this.#context.api.send(request, lease);
    if (String(record.id) === parent.id) return record;
    throw incompleteAnswer(`something else than parent ${parent.id} of ${this.#options.name}`);
  }

  async *#toPages({ parents, lease, pages }: FetchedGroup): AsyncGenerator<Page<Child>> {
    const ids = parents.map(({ id }) => id);
    const isRetry = this.#retry.hasSome(ids) && { isRetry: true };
    let isEmpty = true;
    try {
      for await (const records of pages) {
        isEmpty = false;
        yield { records, lease, ...isRetry };
      }
    } catch (error) {
      // Not found on a later page: the parent was there for the first one.
      if (!concernsOneCall(error) && !isGone(error)) throw error;
      this.#retry.keep(ids, error);
      yield { records: [], lease, retry: this.#retry.ids };
      return;
    }
    const isCured = this.#retry.cure(ids);
    if (isCured || isEmpty) yield { records: [], lease, ...(isCured && { retry: this.#retry.ids }) };
  }
}

/** Fails when its first page is taken, so that the groups before it are not lost. */
// biome-ignore lint/correctness/useYield: it ends before its first item.
async function* failing(error: unknown): AsyncGenerator<never> {
  throw error;
}
