import { dayOf } from '../../../sandbox/search/days.ts';
import { type Api, ApiError, type ApiRequest, type Body } from '../../../src/intercom/api.ts';

export type DayRule = 'workspace' | 'utc' | 'seconds';

export interface Timed extends Body {
  readonly id: string;
  readonly created_at?: number;
  readonly updated_at?: number;
}

export interface SearchRules {
  readonly dayRule?: DayRule;
  readonly timeZone?: string;
  readonly greaterIncludesEqual?: boolean;
  /** The server's own limit on the size of a page. */
  readonly mostPerPage?: number;
  /** What the server says it has found, where that is not so. */
  readonly total?: number | undefined;
  /** Says no count at all. */
  readonly isCountAbsent?: boolean;
  /** Ends every search after this many records, whatever it counts. */
  readonly ceiling?: number | undefined;
  /** Whether records of one second turn round with the order, too. */
  readonly ties?: 'turned' | 'kept';
  /** The order in which records come, whatever was asked for. */
  readonly order?: (a: Timed, b: Timed) => number;
  /** Called with each request and the records of its page, before the answer; throws to fail. */
  readonly onPage?: (page: { request: ApiRequest; records: readonly Timed[]; perPage: number }) => void;
}

interface Asked {
  readonly query: unknown;
  readonly pagination: { readonly per_page: number; readonly starting_after?: string };
  readonly sort: { readonly field: 'created_at' | 'updated_at'; readonly order: 'ascending' | 'descending' };
}

/** More requests than any test needs: a walk that goes on without end fails instead of filling the memory. */
const MOST_REQUESTS = 10_000;

/** A search endpoint in memory, over records that may change between two calls. */
export class SearchServer implements Api {
  readonly requests: ApiRequest[] = [];
  readonly records: Timed[];
  readonly rules: SearchRules;

  constructor(records: readonly Timed[], rules: SearchRules = {}) {
    this.records = [...records];
    this.rules = rules;
  }

  get asked(): readonly Asked[] {
    return this.requests.map(({ body }) => body as unknown as Asked);
  }

  async send(request: ApiRequest): Promise<Body> {
    this.requests.push(request);
    if (this.requests.length > MOST_REQUESTS) throw new Error('The walk asks without end.');
    const { query, pagination, sort } = request.body as unknown as Asked;
    const perPage = Math.min(pagination.per_page, this.rules.mostPerPage ?? 150);
    const found = this.records.filter((record) => this.matches(record, query)).sort(this.comparison(sort));
    const token = pagination.starting_after;
    const start = token === undefined ? 0 : found.findIndex(this.isAfter(token, sort));
    const end = Math.min(found.length, this.rules.ceiling ?? found.length);
    const records = start < 0 ? [] : found.slice(start, Math.min(end, start + perPage));
    this.rules.onPage?.({ request, records, perPage });
    const hasMore = start >= 0 && start + perPage < end;
    const last = records.at(-1);
    const next = hasMore && last !== undefined ? { starting_after: JSON.stringify(last) } : undefined;
    return {
      type: 'list',
      data: records,
      ...(!this.rules.isCountAbsent && { total_count: this.rules.total ?? found.length }),
      pages: { type: 'pages', ...(next && { next }) },
    };
  }

  private isAfter(token: string, sort: Asked['sort']): (record: Timed) => boolean {
    if (!token.startsWith('{')) throw refusal(400);
    const last = JSON.parse(token) as Timed;
    const compare = this.comparison(sort);
    return (record) => compare(record, last) > 0;
  }

  private comparison({ field, order }: Asked['sort']): (a: Timed, b: Timed) => number {
    const turn = order === 'ascending' ? 1 : -1;
    const tieTurn = this.rules.ties === 'kept' ? 1 : turn;
    const ordered = (a: Timed, b: Timed) =>
      turn * ((a[field] ?? 0) - (b[field] ?? 0)) || tieTurn * (Number(a.id) - Number(b.id));
    return this.rules.order ?? ordered;
  }

  private matches(record: Timed, query: unknown): boolean {
    const { operator, value, field } = query as { operator: string; value: unknown; field?: keyof Timed };
    if (operator === 'AND') return (value as unknown[]).every((part) => this.matches(record, part));
    if (operator === 'OR') return (value as unknown[]).some((part) => this.matches(record, part));
    const time = record[field ?? 'id'];
    // Unlike the API's, so that the walk's reaction to a record without a time can be seen.
    if (typeof time !== 'number') return true;
    return this.compare(time, operator, value as number);
  }

  private compare(time: number, operator: string, value: number): boolean {
    const { dayRule = 'seconds', timeZone = 'UTC', greaterIncludesEqual = false } = this.rules;
    const exact = { start: value, end: value + 1 };
    const { start, end } = dayRule === 'seconds' ? exact : dayOf(value, dayRule === 'utc' ? 'UTC' : timeZone);
    if (operator === '=') return time >= start && time < end;
    if (operator === '<') return time < (dayRule === 'seconds' && greaterIncludesEqual ? end : start);
    if (operator === '>') return time >= (dayRule === 'seconds' && greaterIncludesEqual ? start : end);
    throw new Error(`${operator} is not allowed on dates`);
  }
}

/** What the client throws when its retries are used up. */
export function timeOut(): ApiError {
  return new ApiError('Intercom did not answer in time.', { failureType: 'transient_error' });
}

export function refusal(status: number, code?: string): ApiError {
  const failureType = status >= 500 ? 'transient_error' : 'system_error';
  return new ApiError(`Intercom said ${status}.`, { failureType, status, ...(code !== undefined && { code }) });
}
