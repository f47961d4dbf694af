import type { ApiRequest, Body } from '../intercom/api.ts';
import { type ListPage, readPages } from './pages.ts';
import { SeenRecords } from './seen-records.ts';
import { type BareWalk, type Page, timeIn, type WalkContext } from './walk.ts';

export interface ListOptions {
  readonly name: string;
  readonly path: string;
  /** The key of the array of records in the answer. */
  readonly recordsAt: string;
  readonly query?: ApiRequest['query'];
}

/** Page numbers shift while rows are added, removed or touched: how often a list is gone through to find them all. */
const PASSES = 3;

/**
 * All records of a GET list, each once, in one call or many. A list of several pages is gone through again, three
 * times at most, while fewer records have come than it counts; what is missing then is told with a warning.
 */
export function list(options: ListOptions): BareWalk {
  return {
    name: options.name,
    isBare: true,
    isResumable: false,
    usesRange: false,
    changedAt: (record) => timeIn(record, 'updated_at'),
    probe: () => firstRequest(options),
    read: (_progress, context) => readList(options, context),
  };
}

async function* readList(options: ListOptions, context: WalkContext): AsyncGenerator<Page<Body>> {
  const { path, recordsAt } = options;
  const seen = new SeenRecords();
  let total: number | undefined;
  for (let pass = 1; pass <= PASSES; pass += 1) {
    let pages = 0;
    for await (const page of readPages(context, firstRequest(options), [recordsAt])) {
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
    `${path} counts ${total} records, but only ${seen.size} came in ${PASSES} passes: the others moved between pages and come with a later sync.`,
  );
}

function firstRequest({ path, query }: ListOptions): ApiRequest {
  return { method: 'GET', path, ...(query && { query }) };
}

function pageOf({ total, lease }: ListPage, records: readonly Body[]): Page<Body> {
  return { records, lease, ...(total !== undefined && { total }) };
}
