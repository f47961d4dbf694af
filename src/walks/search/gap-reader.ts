import { ApiError, type Body } from '../../intercom/api.ts';
import type { Gap, Progress } from '../../progress/progress.ts';
import type { GapPool } from '../gaps/gap-pool.ts';
import { GapSharing } from '../gaps/gap-sharing.ts';
import { type Page, timeIn, type WalkContext } from '../walk.ts';
import { startOfDay } from './days.ts';
import type { TimeField } from './query.ts';
import { isOfOnePage, type Order, type SearchPage, SearchPages } from './query-pages.ts';

export interface SearchOptions {
  readonly name: string;
  readonly path: string;
  /** The key of the array of records in the answer. */
  readonly recordsAt: string;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  /** True when the search compares whole days of the workspace's time zone, as contact search does. */
  readonly comparesDays?: boolean;
}

/** Gaps of one walk that are read at the same time: search pages are slow and serial, and heavy for the server. */
export const GAPS_AT_ONCE = 8;

/**
 * A range this short is read newest first: where whole days are compared, oldest first would begin with the day's
 * first record. It turns round when the range proves long, so that the read can be resumed.
 */
const SHORT_RANGE_SECONDS = 2 * 86_400;
const NEWEST_FIRST_PAGES = 20;

/** What remains of a gap when a reader stops before its end, and the failure that stopped it, if one did. */
interface Rest {
  readonly gap: Gap;
  readonly failure?: ApiError;
}

type Blocked = Required<Rest>;

/** Reads the gaps of one search, each from one end, or from both where a page in the middle can't be had. */
export class SearchGaps {
  readonly #options: SearchOptions;
  readonly #progress: Progress;
  readonly #context: WalkContext;
  readonly #field: TimeField;
  #hasWarned = false;

  constructor(options: SearchOptions, progress: Progress, context: WalkContext) {
    this.#options = options;
    this.#progress = progress;
    this.#context = context;
    this.#field = progress.mode === 'incremental' ? 'updated_at' : 'created_at';
  }

  async *read(gap: Gap, pool: GapPool): AsyncGenerator<Page<Body>> {
    const rest = this.#isShortAndNewest(gap) ? yield* this.#newestFirst(gap, NEWEST_FIRST_PAGES) : { gap };
    if (rest === undefined) return;
    const blocked = yield* this.#oldestFirst(rest.gap, pool);
    if (blocked === undefined) return;
    // The page that fails stays in the state for the next sync; what lies beyond it comes from the other side.
    const missing = rest.failure === undefined ? yield* this.#newestFirst(blocked.gap) : blocked;
    if (missing !== undefined) throw blocked.failure;
  }

  #isShortAndNewest({ from, to, resume }: Gap): boolean {
    const isNewest = to === this.#progress.until && this.#field === 'updated_at';
    return this.#options.comparesDays === true && isNewest && to - from <= SHORT_RANGE_SECONDS && resume === undefined;
  }

  /**
   *          from ├────────┤ to
   *     ├─────────────────────►           stops at the first record at or after `to`
   */
  async *#oldestFirst(gap: Gap, pool: GapPool): AsyncGenerator<Page<Body>, Blocked | undefined> {
    const pages = this.#pages(gap, 'ascending');
    const sharing = this.#sharing(pool);
    let left = gap;
    for (;;) {
      const page = await pages.next().catch(ofOnePage);
      if (page instanceof ApiError) return { gap: left, failure: page };
      if (!page.isInOrder) this.#warnOfOrder();
      // Out of order, anything may still come: the gap is open again from its start.
      const from = page.isInOrder ? left.from : gap.from;
      const reached = page.isInOrder ? Math.max(from, page.lastTime) : from;
      const mayShare = page.isInOrder && page.next !== undefined;
      const to = mayShare ? sharing.share({ from: reached, to: left.to }, page.total) : left.to;
      const isEnd = page.next === undefined || (page.isInOrder && page.showsOrder && page.lastTime >= to);
      const rest = isEnd ? undefined : { from: reached, to, resume: page.next };
      yield this.#toPage(page, { from: gap.from, to }, { from, to }, rest);
      if (rest === undefined) return undefined;
      left = rest;
    }
  }

  /**
   *          from ├────────┤ to
   *            ◄─────────────┤            stops at the first record before `from`
   */
  async *#newestFirst(gap: Gap, most = Number.POSITIVE_INFINITY): AsyncGenerator<Page<Body>, Rest | undefined> {
    const pages = this.#pages(gap, 'descending');
    let left = gap;
    for (let count = 0; count < most; count += 1) {
      const page = await pages.next().catch(ofOnePage);
      if (page instanceof ApiError) return { gap: left, failure: page };
      if (!page.isInOrder) {
        this.#warnOfOrder();
        yield this.#toPage(page, gap, gap, gap);
        return { gap };
      }
      const isEnd = page.next === undefined || (page.showsOrder && page.lastTime < gap.from);
      const rest = isEnd ? undefined : { ...left, to: Math.min(left.to, page.lastTime + 1) };
      yield this.#toPage(page, gap, left, rest);
      if (rest === undefined) return undefined;
      left = rest;
    }
    return { gap: left };
  }

  #pages(gap: Gap, order: Order): SearchPages {
    const { path, recordsAt, query } = this.#options;
    const asked = { path, recordsAt, query, field: this.#field, order, changedSince: this.#changedSince() };
    return new SearchPages({ ...asked, context: this.#context }, gap);
  }

  #toPage(page: SearchPage, { from, to }: Gap, gap: Gap, left: Gap | undefined): Page<Body> {
    const changedSince = this.#changedSince() ?? Number.NEGATIVE_INFINITY;
    const records = page.records.filter((record) => {
      const time = timeIn(record, this.#field);
      // Written so that a record without a time is kept.
      return !(timeIn(record, 'updated_at') < changedSince) && !(time < from) && !(time >= to);
    });
    return {
      records,
      gap,
      lease: page.lease,
      ...(left && { left }),
      ...(page.total !== undefined && { total: page.total }),
    };
  }

  /** A full refresh goes by creation, yet holds only what has changed since the start date. */
  #changedSince(): number | undefined {
    return this.#field === 'created_at' ? this.#progress.since : undefined;
  }

  #sharing(pool: GapPool): GapSharing {
    const { timeZone, workspaceCreatedAt } = this.#context;
    return new GapSharing({
      pool,
      atOnce: GAPS_AT_ONCE,
      until: this.#progress.until,
      earliest: this.#field === 'created_at' ? workspaceCreatedAt : 0,
      edge: this.#options.comparesDays ? (seconds) => startOfDay(seconds, timeZone) : Math.floor,
    });
  }

  #warnOfOrder(): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    this.#context.warn(
      `Intercom's ${this.#options.path} did not keep the order of ${this.#field} that was asked for: reading to the end to leave nothing out.`,
    );
  }
}

/** A page that can't be had in any size is a matter of its gap, anything else of the whole walk. */
function ofOnePage(error: unknown): ApiError {
  if (error instanceof ApiError && isOfOnePage(error)) return error;
  throw error;
}
