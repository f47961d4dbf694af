import type { ApiRequest, Body } from '../intercom/api.ts';
import { type ListPage, readPages } from './pages.ts';
import { SeenRecords } from './seen-records.ts';
import { type BareWalk, type Page, timeIn, type WalkContext } from './walk.ts';

export interface ListOptions {
  readonly name: string;
  readonly path: string;
  /** The key of the array of records in the answer, or several keys of which the first that is there counts. */
  readonly recordsAt: string | readonly string[];
  readonly query?: ApiRequest['query'];
  /**
   * The largest page that the endpoint accepts, sent as `per_page`: the documented defaults are small and contradict
   * each other. Absent for an endpoint that answers in one page.
   */
  readonly perPage?: number;
  /** When a record last changed, Unix seconds; default its `updated_at`. */
  readonly changedAt?: (record: Body) => number;
}

/** How often a list is read while records are missing. */
const PASSES = 3;

/**
 * All records of a GET list, each once.
 *
 * While a list of several pages is read, records that are added, removed or changed move others to another page, where
 * they may be missed. So a list is read again while fewer records have come than its `total_count` says, three times
 * at most. If some are still missing then, a warning says so and the walk ends well: the count of some lists includes
 * archived records that they never show.
 */
export function list(options: ListOptions): BareWalk {
  const { name, changedAt = (record) => timeIn(record, 'updated_at') } = options;
  return {
    name,
    isBare: true,
    isResumable: false,
    usesRange: false,
    changedAt,
    probe: () => requestFor(options, 1),
    read: (_progress, context) => readList(options, context),
  };
}

async function* readList(options: ListOptions, context: WalkContext): AsyncGenerator<Page<Body>> {
  const { path, recordsAt } = options;
  const first = requestFor(options, options.perPage);
  const seen = new SeenRecords();
  let total: number | undefined;
  for (let pass = 1; pass <= PASSES; pass += 1) {
    let pages = 0;
    for await (const page of readPages(context, first, [recordsAt].flat())) {
      pages += 1;
      total = page.total;
      const isInOnePage = pass === 1 && pages === 1 && !page.hasNext;
      // Not every list in one page has ids that are present and unique.
      if (isInOnePage && page.records.length >= (total ?? 0)) return yield pageOf(page, page.records);
      yield pageOf(
        page,
        page.records.filter((record) => seen.isNew(record)),
      );
    }
    if (total === undefined || seen.size >= total) return;
  }
  context.warn(
    `${path} counts ${total} records, but only ${seen.size} came in ${PASSES} passes. Either it counts records that it does not show, or the others moved from page to page and come with a later sync.`,
  );
}

function requestFor({ path, query, perPage }: ListOptions, size: number | undefined): ApiRequest {
  const all = { ...query, ...(perPage !== undefined && size !== undefined && { per_page: size }) };
  return { method: 'GET', path, ...(Object.keys(all).length > 0 && { query: all }) };
}

function pageOf({ total, lease }: ListPage, records: readonly Body[]): Page<Body> {
  return { records, lease, ...(total !== undefined && { total }) };
}
