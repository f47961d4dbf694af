import { ApiError, type ApiRequest, type Body } from '../../intercom/api.ts';
import { incompleteAnswer } from '../../intercom/incomplete-answer.ts';
import { PageGuard, readNextPage } from '../../intercom/next-page.ts';
import type { Lease } from '../../intercom/pace/memory-budget.ts';
import type { Gap } from '../../progress/progress.ts';
import { recordsOf, totalOf } from '../pages.ts';
import { timeIn, type WalkContext } from '../walk.ts';
import { PageSize } from './page-size.ts';
import { searchQuery, type TimeField } from './query.ts';

export type Order = 'ascending' | 'descending';

export interface SearchPage {
  readonly records: readonly Body[];
  /** The time of the last record, in the field that is sorted by; infinite where no record has come yet. */
  readonly lastTime: number;
  /** False once a record of this search has come out of order. */
  readonly isInOrder: boolean;
  /** True once the order has shown: two records of different times. Among equal ones nothing tells it. */
  readonly showsOrder: boolean;
  /** Where to go on after this page, in this process or a later one; undefined at the end. */
  readonly next: Gap['resume'];
  readonly total: number | undefined;
  readonly lease: Lease;
}

export interface SearchSource {
  readonly context: WalkContext;
  readonly path: string;
  readonly recordsAt: string;
  readonly query: ApiRequest['query'];
  readonly field: TimeField;
  readonly order: Order;
  /** Only records with an `updated_at` from this second on. */
  readonly changedSince: number | undefined;
}

/** Attempts at a page before a smaller one is tried. */
const ATTEMPTS_PER_SIZE = 3;
/** How often a page token may be refused before the search has come any further. */
const REFUSALS = 3;
/** Pages in a row that are empty, or that bring the records of the page before. */
const MOST_IDLE_PAGES = 3;

/**
 * The pages of one search, oldest first from a gap's start on, or newest first from its end: the same query with each
 * page, as Intercom asks. A page that fails is asked in smaller pieces; a page token that is refused is replaced by a
 * search by value. Oldest first has no upper end, so that a gap may give its later part away on the way.
 */
export class SearchPages {
  readonly #source: SearchSource;
  readonly #gap: Gap;
  readonly #size = new PageSize();
  #guard = new PageGuard();
  /** What the query asks for. */
  #from: number;
  #to: number;
  #token: string | undefined;
  #lastTime: number;
  #isInOrder = true;
  #showsOrder = false;
  /** Records of the query so far; undefined where it was resumed in the middle. */
  #received: number | undefined;
  #lastIds = '';
  #idlePages = 0;
  #refusals = 0;

  constructor(source: SearchSource, gap: Gap) {
    this.#source = source;
    this.#gap = gap;
    const resume = source.order === 'ascending' ? gap.resume : undefined;
    this.#from = resume?.since ?? gap.from;
    this.#to = gap.to;
    this.#token = resume?.token;
    this.#received = resume === undefined ? 0 : undefined;
    this.#lastTime = beforeAll(source.order);
  }

  /** Rejects with an {@link ApiError} that {@link isOfOnePage} where a page can't be had in any size. */
  async next(): Promise<SearchPage> {
    const { path, recordsAt } = this.#source;
    const lease = this.#source.context.lease();
    const body = await this.#ask(lease);
    const records = recordsOf(body, [recordsAt], path);
    const size = this.#size.records;
    this.#token = this.#following(body);
    this.#guardAgainstLoops(records);
    this.#guardAgainstEarlyEnd(records.length, size, totalOf(body));
    this.#size.passed(records.length);
    this.#observe(records);
    return {
      records,
      lastTime: this.#lastTime,
      isInOrder: this.#isInOrder,
      showsOrder: this.#showsOrder,
      next: this.#token === undefined ? undefined : { since: this.#from, token: this.#token },
      total: totalOf(body),
      lease,
    };
  }

  async #ask(lease: Lease): Promise<Body> {
    for (;;) {
      try {
        return await this.#source.context.api.send(this.#request(), lease);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        if (isOfOnePage(error) && !this.#size.isSmallest) this.#size.shrink();
        else if (
          (error.status === 400 || error.status === 422) &&
          this.#token !== undefined &&
          this.#refusals < REFUSALS
        )
          this.#goOnByValue();
        else throw error;
      }
    }
  }

  #request(): ApiRequest {
    const { path, query, field, order, changedSince } = this.#source;
    const token = this.#token === undefined ? {} : { starting_after: this.#token };
    const to = order === 'descending' ? this.#to : undefined;
    return {
      method: 'POST',
      path,
      ...(query && { query }),
      body: {
        query: searchQuery({ field, from: this.#from, to, changedSince }),
        pagination: { per_page: this.#size.records, ...token },
        sort: { field, order },
      },
      ...(!this.#size.isSmallest && { attempts: ATTEMPTS_PER_SIZE }),
    };
  }

  #following(body: Body): string | undefined {
    const request = this.#request();
    const next = readNextPage(body, request);
    if (next === undefined) return undefined;
    this.#guard.check(next, request);
    return 'startingAfter' in next ? next.startingAfter : next.query.starting_after;
  }

  /** The records of the last second come again: they may have been torn by the end of a page. */
  #goOnByValue(): void {
    const asked = { from: this.#from, to: this.#to };
    const { order } = this.#source;
    this.#from = this.#gap.from;
    this.#to = this.#gap.to;
    if (this.#isInOrder && order === 'ascending') this.#from = Math.max(this.#from, asked.from, this.#lastTime);
    if (this.#isInOrder && order === 'descending') this.#to = Math.min(asked.to, this.#lastTime + 1);
    const hasComeFurther = this.#from > asked.from || this.#to < asked.to;
    this.#refusals = hasComeFurther ? 1 : this.#refusals + 1;
    this.#token = undefined;
    this.#received = 0;
    this.#lastIds = '';
    this.#lastTime = beforeAll(order);
    this.#guard = new PageGuard();
  }

  /** The records themselves tell that a search goes on without getting anywhere, whatever its tokens say. */
  #guardAgainstLoops(records: readonly Body[]): void {
    const ids = records.map(({ id }) => id).join();
    this.#idlePages = ids === this.#lastIds || ids === '' ? this.#idlePages + 1 : 0;
    this.#lastIds = ids;
    if (this.#token !== undefined && this.#idlePages >= MOST_IDLE_PAGES) {
      throw incompleteAnswer(`${this.#idlePages} pages of ${this.#source.path} in a row without anything new`);
    }
  }

  /** A full page that leads nowhere although more records are counted is not the end. */
  #guardAgainstEarlyEnd(count: number, size: number, total: number | undefined): void {
    if (this.#received === undefined) return;
    this.#received += count;
    if (this.#token !== undefined || count < size || total === undefined || total <= this.#received) return;
    throw incompleteAnswer(`${this.#received} of ${total} records of ${this.#source.path}, and no next page`);
  }

  #observe(records: readonly Body[]): void {
    for (const record of records) {
      const time = timeIn(record, this.#source.field);
      const isNext = this.#source.order === 'ascending' ? time >= this.#lastTime : time <= this.#lastTime;
      if (isNext && Number.isFinite(this.#lastTime) && time !== this.#lastTime) this.#showsOrder = true;
      if (isNext) this.#lastTime = time;
      else this.#isInOrder = false;
    }
  }
}

/**
 * Whether a smaller page, or one from elsewhere, may get through: the server was overloaded, or stumbled over a record
 * that is gone; searches have been seen to answer that with a 404.
 */
export function isOfOnePage(error: ApiError): boolean {
  return error.isOverload || error.isGone;
}

function beforeAll(order: Order): number {
  return order === 'ascending' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}
