import type { ApiRequest, Body } from '../intercom/api.ts';
import { type BareWalk, type Page, timeIn, type WalkContext } from './walk.ts';
import { readWholeList, shortListWarning } from './whole-list.ts';

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

/** How often a list of several pages is read at most. */
const PASSES = 3;

/**
 * All records of a GET list, each once. A list of several pages is read up to three times, see {@link readWholeList}. If
 * records are still missing then, a warning says so and the walk ends well: the count of some lists includes archived
 * records that they never show.
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
  const pages = readWholeList(context, requestFor(options, options.perPage), {
    recordsAt: [options.recordsAt].flat(),
    idAt: 'id',
    passes: PASSES,
    onShort: (shortfall) => context.warn(shortListWarning(shortfall)),
  });
  for await (const { records, total, lease } of pages) {
    yield { records, lease, ...(total !== undefined && { total }) };
  }
}

function requestFor({ path, query, perPage }: ListOptions, size: number | undefined): ApiRequest {
  const all = { ...query, ...(perPage !== undefined && size !== undefined && { per_page: size }) };
  return { method: 'GET', path, ...(Object.keys(all).length > 0 && { query: all }) };
}
