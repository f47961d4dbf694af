import type { Gap } from '../engine/progress.ts';
import { type Api, ApiError, type ApiRequest, type Body } from '../intercom/api.ts';
import { PageGuard, readNextPage } from '../intercom/next-page.ts';
import { PageSize } from './page-size.ts';
import { recordsOf, totalOf } from './pages.ts';

export type TimeField = 'updated_at' | 'created_at';
export type Order = 'ascending' | 'descending';

export interface SearchPage {
  readonly records: readonly Body[];
  /** The time of the last record, in the field that is sorted by; infinite where a record has none. */
  readonly lastTime: number;
  /** False once a record of this search has come out of order. */
  readonly isInOrder: boolean;
  readonly isLast: boolean;
  readonly total: number | undefined;
}

export interface SearchSource {
  readonly api: Api;
  readonly walk: string;
  readonly path: string;
  readonly recordsAt: string;
  readonly query: Readonly<Record<string, string | number | boolean>> | undefined;
  readonly field: TimeField;
  readonly order: Order;
  /** Only records with an `updated_at` from this second on. */
  readonly changedSince: number | undefined;
}

/** Attempts at a page before a smaller one is tried. */
const ATTEMPTS_PER_SIZE = 3;
/** By-value restarts after a page token was refused, before giving up. */
const RESTARTS = 3;

/**
 * The pages of one search, oldest first from a gap's start on, or newest first from its end: the same query with each
 * page, as Intercom asks. A page that fails is asked in smaller pieces; a page token that is refused is replaced by a
 * search by value. Oldest first has no upper end, so that a gap may give its later part away on the way.
 */
export class SearchPages {
  readonly #source: SearchSource;
  readonly #size = new PageSize();
  readonly #guard = new PageGuard();
  readonly #gap: Gap;
  #since: number;
  #token: string | undefined;
  #lastTime: number;
  #isInOrder = true;
  #restarts = 0;

  constructor(source: SearchSource, gap: Gap) {
    this.#source = source;
    this.#gap = gap;
    const resume = source.order === 'ascending' ? gap.resume : undefined;
    this.#since = resume?.since ?? gap.from;
    this.#token = resume?.token;
    this.#lastTime = firstBound(source.order);
  }

  /** Where to go on after the last page, in this process or a later one. */
  get resume(): { since: number; token: string } {
    return { since: this.#since, token: this.#token ?? '' };
  }

  async next(): Promise<SearchPage> {
    const { path, recordsAt } = this.#source;
    const body = await this.#ask();
    const records = recordsOf(body, [recordsAt], path);
    const token = this.#following(body);
    this.#size.passed(records.length);
    this.#observe(records);
    this.#token = token;
    const isLast = token === undefined;
    return { records, lastTime: this.#lastTime, isInOrder: this.#isInOrder, isLast, total: totalOf(body) };
  }

  async #ask(): Promise<Body> {
    for (;;) {
      try {
        return await this.#source.api.send(this.#request(), this.#source.walk);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        if (error.isOverload && !this.#size.isSmallest) this.#size.shrink();
        else if (error.status === 400 && this.#token !== undefined && this.#restarts < RESTARTS) this.#restartByValue();
        else throw error;
      }
    }
  }

  #request(): ApiRequest {
    const { path, query, field, order } = this.#source;
    const token = this.#token === undefined ? {} : { starting_after: this.#token };
    return {
      method: 'POST',
      path,
      ...(query && { query }),
      body: {
        query: this.#filter(),
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

  #filter(): Body {
    const { field, order, changedSince } = this.#source;
    const filters = [atOrAfter(field, this.#since)];
    if (order === 'descending') filters.push(atOrBefore(field, this.#gap.to - 1));
    if (changedSince !== undefined) filters.push(atOrAfter('updated_at', changedSince));
    return { operator: 'AND', value: filters };
  }

  #restartByValue(): void {
    const { order } = this.#source;
    this.#restarts += 1;
    this.#token = undefined;
    if (order === 'ascending')
      this.#since = this.#isInOrder ? Math.max(this.#gap.from, this.#lastTime) : this.#gap.from;
    this.#lastTime = firstBound(order);
  }

  #observe(records: readonly Body[]): void {
    for (const record of records) {
      const time = timeOf(record, this.#source.field);
      const isNext = this.#source.order === 'ascending' ? time >= this.#lastTime : time <= this.#lastTime;
      if (isNext) this.#lastTime = time;
      else this.#isInOrder = false;
    }
  }
}

/** A record's time in Unix seconds; not a number where it has none. */
export function timeOf(record: Body, field: TimeField): number {
  const time = record[field];
  return typeof time === 'number' ? time : Number.NaN;
}

function firstBound(order: Order): number {
  return order === 'ascending' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

/**
 * Everything from a second on, whichever way the endpoint compares: exact seconds, whole days in UTC, or whole days in
 * the workspace's zone, where `>` begins with the next day and `=` is all of a day.
 */
function atOrAfter(field: TimeField, seconds: number): Body {
  return either({ field, operator: '=', value: seconds }, { field, operator: '>', value: seconds - 1 });
}

/** Everything up to a second, likewise. */
function atOrBefore(field: TimeField, seconds: number): Body {
  return either({ field, operator: '=', value: seconds }, { field, operator: '<', value: seconds + 1 });
}

function either(...value: readonly Body[]): Body {
  return { operator: 'OR', value };
}
