import { ApiError, type ApiRequest, type Body } from '../../intercom/api.ts';
import { readNextPage } from '../../intercom/next-page.ts';
import type { Lease } from '../../intercom/pace/memory-budget.ts';
import type { Gap } from '../../progress/progress.ts';
import { recordsOf, totalOf } from '../pages.ts';
import type { WalkContext } from '../walk.ts';
import { endpointOf } from './endpoint.ts';
import { LoopGuard } from './loop-guard.ts';
import { PageSize } from './page-size.ts';
import { UnconfirmedEnd } from './partial-failure.ts';
import { searchQuery } from './query.ts';
import { Received } from './received.ts';
import type { TimeOrder } from './time-order.ts';

/** One answer of a search. */
export interface SearchPage {
  readonly records: readonly Body[];
  /** False on the last page. */
  readonly hasNext: boolean;
  /** Where a later sync can go on after this page. Absent without a page token, and newest first. */
  readonly resume?: Gap['resume'];
  /** How many records Intercom counts for the query, where it says so. */
  readonly total: number | undefined;
  readonly lease: Lease;
}

export interface SearchSource {
  readonly context: Pick<WalkContext, 'api' | 'lease'>;
  readonly path: string;
  /** The key of the array of records in the answer. */
  readonly recordsAt: string;
  readonly query: ApiRequest['query'];
  /** Only records with an `updated_at` from this second on. */
  readonly changedSince: number | undefined;
}

export interface QueryOptions {
  readonly gap: Gap;
  /** Is told of each record; says from which end the gap is read. */
  readonly order: TimeOrder;
  /** See {@link Received}. */
  readonly isNew?: ((record: Body) => boolean) | undefined;
}

/** Attempts at a page before a smaller one is tried. */
const ATTEMPTS_PER_SIZE = 3;
/** How often a page token may be refused before the search has come any further. */
const REFUSALS = 3;

/**
 * The pages of one query: oldest first from a gap's start, or newest first from its end. Query and order go with every
 * page, as Intercom asks. Oldest first the query has no upper end, so that a reader may give away the later part of its
 * gap on the way.
 */
export class QueryPages {
  readonly #source: SearchSource;
  readonly #options: QueryOptions;
  readonly #size = new PageSize();
  #guard = new LoopGuard();
  /** What the query asks for. */
  #from: number;
  #to: number;
  #token: string | undefined;
  #received: Received;
  #unconfirmed: UnconfirmedEnd | undefined;
  #refusals = 0;

  constructor(source: SearchSource, options: QueryOptions) {
    const { gap, order, isNew } = options;
    const resume = order.isAscending ? gap.resume : undefined;
    this.#source = source;
    this.#options = options;
    this.#from = resume?.since ?? gap.from;
    this.#to = gap.to;
    this.#token = resume?.token;
    this.#received = new Received({ isResumed: resume !== undefined, isNew });
  }

  /**
   * The next page. A page that fails is asked for in smaller pieces; if Intercom refuses the page token, the search
   * starts again by value with `left`, the part of the gap that is still to be read.
   *
   * Rejects with a {@link PartialFailure} when a part of the gap stays out of reach from this end: a page fails at every
   * size, or the last page may not have been the last.
   */
  async next(left: Gap): Promise<SearchPage> {
    if (this.#unconfirmed !== undefined) throw this.#unconfirmed;
    const lease = this.#source.context.lease();
    try {
      const body = await this.#ask(left, lease);
      return { ...this.#read(body), lease };
    } catch (error) {
      lease.release();
      throw error;
    }
  }

  async #ask(left: Gap, lease: Lease): Promise<Body> {
    const { context, path } = this.#source;
    for (;;) {
      try {
        return await endpointOf(context.api, path).call(() => context.api.send(this.#request(), lease));
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        if (error.mayFitSmaller && !this.#size.isSmallest) this.#size.shrink();
        else if (this.#mayRestart(error, left)) this.#restart(left);
        else throw error;
      }
    }
  }

  #read(body: Body): Omit<SearchPage, 'lease'> {
    const { path, recordsAt } = this.#source;
    const records = recordsOf(body, [recordsAt], path);
    const total = totalOf(body);
    this.#token = this.#following(body, records);
    this.#received.add(records);
    this.#size.passed(records.length);
    this.#options.order.observe(records);
    const token = this.#token;
    const doubt = token === undefined ? this.#received.doubt(total) : undefined;
    if (doubt !== undefined) this.#unconfirmed = new UnconfirmedEnd(path, doubt);
    return {
      records,
      hasNext: token !== undefined || doubt !== undefined,
      ...(token !== undefined && this.#options.order.isAscending && { resume: { since: this.#from, token } }),
      total,
    };
  }

  #request(): ApiRequest {
    const { path, query, changedSince } = this.#source;
    const { field, isAscending } = this.#options.order;
    const to = isAscending ? undefined : this.#to;
    return {
      method: 'POST',
      path,
      ...(query && { query }),
      body: {
        query: searchQuery({ field, from: this.#from, to, changedSince }),
        pagination: {
          per_page: this.#size.records,
          ...(this.#token !== undefined && { starting_after: this.#token }),
        },
        sort: { field, order: isAscending ? 'ascending' : 'descending' },
      },
      ...(!this.#size.isSmallest && { attempts: ATTEMPTS_PER_SIZE }),
    };
  }

  #following(body: Body, records: readonly Body[]): string | undefined {
    const request = this.#request();
    const next = readNextPage(body, request);
    if (next === undefined) return undefined;
    this.#guard.check(records, next, request);
    return 'startingAfter' in next ? next.startingAfter : next.query.starting_after;
  }

  #mayRestart({ status }: ApiError, left: Gap): boolean {
    if ((status !== 400 && status !== 422) || this.#token === undefined) return false;
    return this.#hasComeFurther(left) || this.#refusals < REFUSALS;
  }

  #restart(left: Gap): void {
    this.#refusals = this.#hasComeFurther(left) ? 1 : this.#refusals + 1;
    this.#from = left.from;
    this.#to = left.to;
    this.#token = undefined;
    this.#received = new Received({ isResumed: false, isNew: this.#options.isNew });
    this.#guard = new LoopGuard();
    this.#options.order.restart();
  }

  #hasComeFurther(left: Gap): boolean {
    return left.from > this.#from || left.to < this.#to;
  }
}
