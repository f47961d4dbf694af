import type { Gap, Progress } from '../engine/progress.ts';
import type { Body } from '../intercom/api.ts';
import { startOfDay } from './days.ts';
import { type GapPool, readGaps } from './gap-pool.ts';
import { type SearchPage, SearchPages, type TimeField, timeOf } from './search-pages.ts';
import type { Context, Page, Walk } from './walk.ts';

export interface SearchOptions {
  readonly name: string;
  readonly path: string;
  /** The key of the array of records in the answer. */
  readonly recordsAt: string;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  /** True when the search compares whole days of the workspace's time zone, as contact search does. */
  readonly comparesDays?: boolean;
}

/** Gaps of one walk read at the same time: search pages are slow and serial, and heavy for the server. */
const GAPS_AT_ONCE = 8;
/** A gap is worth a reader of its own from this many pages on; splitting costs about one page. */
const PAGES_PER_GAP = 100;
const RECORDS_PER_PAGE = 150;
/** A range this short is read newest first: under a whole-day comparison oldest first would begin with the day's start. */
const SHORT_RANGE_SECONDS = 2 * 86_400;
const NEWEST_FIRST_PAGES = 20;

/**
 * All records of a search endpoint, by the time of their last change (incremental) or of their creation (full
 * refresh, since a creation time never moves while the walk goes on), cut to the gaps on our side: the endpoint's own
 * comparison may be exclusive, inclusive or of whole days.
 */
export function search(options: SearchOptions): Walk {
  return {
    name: options.name,
    isResumable: true,
    slicesByCreation: true,
    probe: () => ({
      method: 'POST',
      path: options.path,
      body: { query: { field: 'created_at', operator: '>', value: 0 }, pagination: { per_page: 1 } },
    }),
    read: (progress, context) => readSearch(options, progress, context),
  };
}

async function* readSearch(options: SearchOptions, progress: Progress, context: Context): AsyncGenerator<Page<Body>> {
  const field: TimeField = progress.mode === 'incremental' ? 'updated_at' : 'created_at';
  const reader = new GapReader(options, field, progress, context);
  yield* readGaps(progress.gaps, GAPS_AT_ONCE, (gap, pool) => reader.read(gap, pool));
}

class GapReader {
  readonly #options: SearchOptions;
  readonly #field: TimeField;
  readonly #progress: Progress;
  readonly #context: Context;
  #hasWarned = false;

  constructor(options: SearchOptions, field: TimeField, progress: Progress, context: Context) {
    this.#options = options;
    this.#field = field;
    this.#progress = progress;
    this.#context = context;
  }

  async *read(gap: Gap, pool: GapPool): AsyncGenerator<Page<Body>> {
    let rest: Gap | undefined = gap;
    if (this.#isShortAndNewest(gap)) rest = yield* this.#newestFirst(gap);
    if (rest !== undefined) yield* this.#oldestFirst(rest, pool);
  }

  #isShortAndNewest({ from, to, resume }: Gap): boolean {
    const isNewest = to === this.#progress.until && this.#field === 'updated_at';
    const isShort = to - from <= SHORT_RANGE_SECONDS && resume === undefined;
    return this.#options.comparesDays === true && isNewest && isShort;
  }

  /**
   *     from ├────────┤ to        now
   *          ◄──────────────────────┤   stops at the first record older than `from`
   *
   * Returns what is left for {@link #oldestFirst}: nothing, or the older part when the range proves long.
   */
  async *#newestFirst(gap: Gap): AsyncGenerator<Page<Body>, Gap | undefined> {
    const pages = this.#pages(gap, 'descending');
    let left = gap;
    for (let count = 0; count < NEWEST_FIRST_PAGES; count += 1) {
      const page = await pages.next();
      if (!page.isInOrder) {
        this.#warnOfOrder();
        yield { records: this.#within(page, gap), gap, left: gap };
        return gap;
      }
      const isEnd = page.isLast || page.lastTime < gap.from;
      const rest = isEnd ? undefined : { ...left, to: Math.min(left.to, page.lastTime + 1) };
      yield { records: this.#within(page, gap), gap: left, ...(rest && { left: rest }) };
      if (rest === undefined) return undefined;
      left = rest;
    }
    return left;
  }

  /**
   *          from ├────────┤ to        now
   *     ┤─────────────────────►            stops at the first record at or after `to`
   */
  async *#oldestFirst(gap: Gap, pool: GapPool): AsyncGenerator<Page<Body>> {
    const pages = this.#pages(gap, 'ascending');
    let current: Gap = gap;
    let pagesSinceSplit = 0;
    for (let isFirst = true; ; isFirst = false) {
      const page = await pages.next();
      if (!page.isInOrder) this.#warnOfOrder();
      pagesSinceSplit += 1;
      const reached = page.isInOrder ? Math.max(current.from, page.lastTime) : gap.from;
      const parts = isFirst ? this.#partsOf(gap, page) : pagesSinceSplit < PAGES_PER_GAP ? 1 : 2;
      const end = page.isInOrder ? this.#share({ from: reached, to: current.to }, parts, pool) : current.to;
      if (end < current.to) pagesSinceSplit = 0;
      const isEnd = page.isLast || (page.isInOrder && page.lastTime >= end);
      const left = isEnd ? undefined : { from: reached, to: end, resume: pages.resume };
      yield {
        records: this.#within(page, { from: gap.from, to: end }),
        gap: { from: current.from, to: end },
        ...(left && { left }),
        ...(page.total !== undefined && { total: page.total }),
      };
      if (left === undefined) return;
      current = left;
    }
  }

  #pages(gap: Gap, order: 'ascending' | 'descending'): SearchPages {
    const { path, recordsAt, query, name } = this.#options;
    return new SearchPages(
      {
        api: this.#context.api,
        walk: name,
        path,
        recordsAt,
        query,
        field: this.#field,
        order,
        changedSince: this.#changedSince(),
      },
      gap,
    );
  }

  /** A full refresh goes by creation, yet holds only what has changed since the start date. */
  #changedSince(): number | undefined {
    return this.#field === 'created_at' ? this.#progress.since : undefined;
  }

  #within(page: SearchPage, { from, to }: Gap): Body[] {
    const changedSince = this.#changedSince() ?? Number.NEGATIVE_INFINITY;
    return page.records.filter((record) => {
      const time = timeOf(record, this.#field);
      // Written so that a record without a time is kept.
      return !(timeOf(record, 'updated_at') < changedSince) && !(time < from) && !(time >= to);
    });
  }

  /** The API counts all records after a gap's start, so only the newest gap's count is its own. */
  #partsOf({ to }: Gap, { total }: SearchPage): number {
    if (to !== this.#progress.until || total === undefined) return 1;
    return Math.min(GAPS_AT_ONCE, Math.ceil(total / (PAGES_PER_GAP * RECORDS_PER_PAGE)));
  }

  /** Gives the later parts of a gap to other readers while there is room for them; returns where the rest now ends. */
  #share({ from, to }: Gap, parts: number, pool: GapPool): number {
    const start = this.#field === 'created_at' ? Math.max(from, this.#context.workspaceCreatedAt) : from;
    let end = to;
    for (let part = parts - 1; part > 0 && pool.hasRoom(); part -= 1) {
      const cut = this.#edge(start + (part * (to - start)) / parts);
      if (cut <= from || cut >= end) continue;
      pool.give({ from: cut, to: end });
      end = cut;
    }
    return end;
  }

  /** Where a gap may be cut: under a whole-day comparison an edge within a day would read that day twice. */
  #edge(seconds: number): number {
    return this.#options.comparesDays ? startOfDay(seconds, this.#context.timeZone) : Math.floor(seconds);
  }

  #warnOfOrder(): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    this.#context.warn(
      `Intercom's ${this.#options.path} did not keep the order of ${this.#field} that was asked for: reading to the end to leave nothing out.`,
    );
  }
}
