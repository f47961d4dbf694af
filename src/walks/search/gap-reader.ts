import { ApiError, type Body } from '../../intercom/api.ts';
import type { Gap, Progress } from '../../progress/progress.ts';
import type { Share } from '../gaps/gap-pool.ts';
import { type Page, timeIn, type WalkContext } from '../walk.ts';
import { catchPartial, type PartialFailure } from './partial-failure.ts';
import type { TimeField } from './query.ts';
import { QueryPages, type SearchPage, type SearchSource } from './query-pages.ts';
import { TimeOrder } from './time-order.ts';

export interface SearchOptions {
  readonly name: string;
  readonly path: string;
  /** The key of the array of records in the answer. */
  readonly recordsAt: string;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  /** True when the search compares whole days of the workspace's time zone, as contact search does. */
  readonly comparesDays?: boolean;
}

/**
 * A new range this short is read newest first where whole days are compared: oldest first, an hourly sync would read all
 * of the day up to the last hour. A range that proves long is turned round, since only oldest first can be resumed.
 */
const SHORT_RANGE_SECONDS = 2 * 86_400;
const NEWEST_FIRST_PAGES = 20;

/** Where a pass stopped before it had read all of its gap. Without a failure, it stopped only to turn round. */
interface Stop {
  readonly gap: Gap;
  readonly failure?: PartialFailure;
  /** False when the pass brought nothing new and left all of its gap. */
  readonly isFurther: boolean;
}

interface Pass {
  readonly order: TimeOrder;
  readonly share: Share;
  /** The orders of the passes before: the records at the end of a pass come again in a later one. */
  readonly earlier: readonly TimeOrder[];
  readonly mostPages: number;
}

/** Reads the gaps of one search. */
export class GapReader {
  readonly #options: SearchOptions;
  readonly #progress: Progress;
  readonly #context: WalkContext;
  readonly #field: TimeField;
  readonly #source: SearchSource;
  #hasWarned = false;

  constructor(options: SearchOptions, progress: Progress, context: WalkContext) {
    const { path, recordsAt, query } = options;
    this.#options = options;
    this.#progress = progress;
    this.#context = context;
    // A full refresh goes by creation, which never moves, yet holds only what has changed since the start date.
    this.#field = progress.mode === 'incremental' ? 'updated_at' : 'created_at';
    const changedSince = this.#field === 'created_at' ? progress.since : undefined;
    this.#source = { context, path, recordsAt, query, changedSince };
  }

  /**
   * Reads a gap in passes. The first begins at one end. If it stops early, the next one reads what is left from the
   * other end, and so on until the two ends meet. So a page that fails at every size costs only its own records, and an
   * end that may be false is checked by what lies beyond it.
   *
   * Rejects with the last failure when both ends have come to a page that fails, or neither brings anything new.
   */
  async *read(gap: Gap, share: Share): AsyncGenerator<Page<Body>> {
    const isShort = this.#isShortAndNewest(gap);
    let earlier: readonly TimeOrder[] = [];
    let order = new TimeOrder(this.#field, !isShort);
    let stop = yield* this.#pass(gap, {
      order,
      share,
      earlier,
      mostPages: isShort ? NEWEST_FIRST_PAGES : Number.POSITIVE_INFINITY,
    });
    while (stop !== undefined) {
      if (stop.failure) this.#context.debug(`${this.#options.name}: trying the other end. ${stop.failure.message}`);
      earlier = [...earlier, order];
      order = new TimeOrder(this.#field, !order.isAscending);
      const next = yield* this.#pass(stop.gap, { order, share, earlier, mostPages: Number.POSITIVE_INFINITY });
      if (next?.failure !== undefined && isStuck(stop, next)) throw next.failure;
      stop = next;
    }
  }

  #isShortAndNewest({ from, to, resume }: Gap): boolean {
    const isNewest = to === this.#progress.until && this.#field === 'updated_at';
    return this.#options.comparesDays === true && isNewest && to - from <= SHORT_RANGE_SECONDS && resume === undefined;
  }

  /**
   * Reads a gap from one end, up to the first record beyond its other end.
   *
   *     oldest first               from ├────────┤ to
   *                           ├─────────────────────►
   *
   *     newest first               from ├────────┤ to
   *                                   ◄─────────────┤
   */
  async *#pass(gap: Gap, { order, share, earlier, mostPages }: Pass): AsyncGenerator<Page<Body>, Stop | undefined> {
    const isNew = (record: Body) => this.#isWanted(record, gap, earlier);
    const pages = new QueryPages(this.#source, { gap, order, ...(earlier.length > 0 && { isNew }) });
    // The part of the gap that is still this reader's. Later parts may go to other readers on the way.
    let own = gap;
    let left = gap;
    let hasNews = false;
    const stop = () => {
      const isShorter = left.from > gap.from || left.to < gap.to;
      // Once the order is broken, records that came before can't be told from new ones.
      return { gap: left, isFurther: isShorter || (hasNews && order.isKept) };
    };
    for (let count = 0; count < mostPages; count += 1) {
      const page = await pages.next(left).catch(catchPartial);
      if (page instanceof Error) return { ...stop(), failure: page };
      if (!order.isKept) this.#warnOfOrder();
      if (page.resume !== undefined && order.isKept) {
        const to = share(order.restOf(left), page.total);
        own = { ...own, to };
        left = { ...left, to };
      }
      // Out of order, any record may still come: the whole gap is open again.
      const worked = order.isKept ? left : own;
      const isEnd = !page.hasNext || order.hasPassed(own);
      const rest = isEnd ? undefined : restAfter(page, order, worked);
      const records = page.records.filter((record) => this.#isWanted(record, own, earlier));
      hasNews ||= records.length > 0;
      yield toPage(page, records, { gap: worked, ...(rest && { left: rest }) });
      if (rest === undefined) return undefined;
      left = rest;
    }
    return stop();
  }

  /** A record without a time is wanted: every comparison with NaN is false. */
  #isWanted(record: Body, { from, to }: Gap, earlier: readonly TimeOrder[]): boolean {
    const time = timeIn(record, this.#field);
    const changedSince = this.#source.changedSince ?? Number.NEGATIVE_INFINITY;
    if (time < from || time >= to || timeIn(record, 'updated_at') < changedSince) return false;
    return !earlier.some((order) => order.endedWith(record));
  }

  #warnOfOrder(): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    this.#context.warn(
      `Intercom's ${this.#options.path} did not keep the order of ${this.#field} that was asked for: reading to the end to leave nothing out.`,
    );
  }
}

/** Newest first, no page token is kept. One that the gap already has stays: it belongs to the start, which does not move. */
function restAfter(page: SearchPage, order: TimeOrder, worked: Gap): Gap {
  const rest = order.isKept ? order.restOf(worked) : worked;
  if (!order.isAscending) return rest;
  return { from: rest.from, to: rest.to, ...(page.resume && { resume: page.resume }) };
}

function toPage(
  { total, lease }: SearchPage,
  records: readonly Body[],
  work: Pick<Page<Body>, 'gap' | 'left'>,
): Page<Body> {
  return { records, ...work, lease, ...(total !== undefined && { total }) };
}

/** Whether two passes, one from each end, show that a third one would bring nothing more. */
function isStuck(stop: Stop, next: Stop): boolean {
  const failAtBothEnds = stop.failure instanceof ApiError && next.failure instanceof ApiError;
  return failAtBothEnds || !(stop.isFurther || next.isFurther);
}
