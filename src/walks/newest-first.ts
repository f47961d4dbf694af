import type { ApiRequest, Body } from '../intercom/api.ts';
import type { Progress } from '../progress/progress.ts';
import { readPages } from './pages.ts';
import { SeenRecords } from './seen-records.ts';
import type { BareWalk, Page, WalkContext } from './walk.ts';

export interface NewestFirstOptions {
  readonly name: string;
  readonly path: string;
  /** The key of the array of records in the answer, or several keys of which the first that is there counts. */
  readonly recordsAt: string | readonly string[];
  /** The largest page that the endpoint accepts. */
  readonly perPage: number;
  /** The time by which the list is sorted, Unix seconds; not a number where a record has none. */
  readonly time: (record: Body) => number;
  /** More query parameters, for a list that can be asked for records at or after `from` (Unix seconds). */
  readonly query?: (from: number) => ApiRequest['query'];
}

/** How often a list is read from its head while it changes. */
const PASSES = 3;

/**
 * The records of a GET list that is sorted by time, newest first, from the start of the range on. Each comes once,
 * unless it changes while the list is read.
 *
 * The walk ends at the first record that is older than the range, which is safe only while the order is kept. So the
 * order of all records is checked: after the first one that is out of place, the list is read to its end, with a warning.
 *
 * A record that changes while later pages are read moves to the head of the list. So a list of several pages is read
 * again from its head, down to the first page that has nothing new.
 */
export function newestFirst(options: NewestFirstOptions): BareWalk {
  return {
    name: options.name,
    isBare: true,
    isResumable: false,
    usesRange: true,
    changedAt: options.time,
    probe: () => ({ method: 'GET', path: options.path, query: { per_page: 1 } }),
    read: (progress, context) => readNewestFirst(options, progress, context),
  };
}

async function* readNewestFirst(
  options: NewestFirstOptions,
  { gaps }: Progress,
  context: WalkContext,
): AsyncGenerator<Page<Body>> {
  const from = gaps[0]?.from;
  if (from === undefined) return;
  const { path, perPage, recordsAt, time } = options;
  const request: ApiRequest = { method: 'GET', path, query: { per_page: perPage, ...options.query?.(from) } };
  const seen = new SeenRecords();
  let isInOrder = true;
  for (let pass = 1; pass <= PASSES; pass += 1) {
    const order = new OrderCheck();
    let pages = 0;
    for await (const { records, lease } of readPages(context, request, [recordsAt].flat())) {
      pages += 1;
      const unseen = records.filter((record) => seen.isNew(record, time(record)));
      if (isInOrder && !order.isKept(records.map(time), unseen.map(time))) {
        isInOrder = false;
        context.warn(`${path} is not sorted from new to old: reading it to the end to leave nothing out.`);
      }
      yield { records: unseen.filter((record) => !(time(record) < from)), lease };
      const isPastRange = records.some((record) => time(record) < from);
      const isKnown = pass > 1 && unseen.length === 0;
      if (isInOrder && (isPastRange || isKnown)) break;
    }
    // One page is a view of one moment: nothing can have moved meanwhile.
    if (pages === 1 || !isInOrder) return;
  }
  context.warn(
    `${path} kept changing while it was read ${PASSES} times: records that changed last may come with the next sync only.`,
  );
}

/** Checks that the times of a list never rise from one record to the next. */
class OrderCheck {
  #newest = Number.NaN;
  #oldest = Number.POSITIVE_INFINITY;

  /**
   * Whether the next page keeps the order. `unseen` are the times of its records that have not come before.
   *
   * Within a page every record counts. From page to page the list may have grown at its head in the meantime, so a page
   * may begin with records that have come already, or with some newer than any before: these are in place.
   */
  isKept(times: readonly number[], unseen: readonly number[]): boolean {
    const known = times.filter((time) => !Number.isNaN(time));
    const isSorted = known.every((time, index) => time <= (known[index - 1] ?? Number.POSITIVE_INFINITY));
    const isBelow = !unseen.some((time) => time > this.#oldest && time < this.#newest);
    if (Number.isNaN(this.#newest)) this.#newest = known[0] ?? Number.NaN;
    this.#oldest = Math.min(this.#oldest, ...known);
    return isSorted && isBelow;
  }
}
