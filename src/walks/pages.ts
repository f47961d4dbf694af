import { ConnectorError } from '../errors.ts';
import type { ApiRequest, Body } from '../intercom/api.ts';
import { PageGuard, readNextPage } from '../intercom/next-page.ts';
import type { Lease } from '../intercom/pace/memory-budget.ts';
import { isObject } from '../json.ts';
import type { WalkContext } from './walk.ts';

export interface ListPage {
  readonly records: readonly Body[];
  /** The number of records in the whole list, where the API says it. */
  readonly total: number | undefined;
  /** True when this page leads to another. */
  readonly hasNext: boolean;
  readonly lease: Lease;
}

/**
 * All pages of a GET list, in whichever way it leads from one page to the next. Rejects when the pages repeat.
 *
 * Each page has a lease of its own. Where the list completes a page that is held already, that page's `lease` is used.
 */
export async function* readPages(
  context: Pick<WalkContext, 'api' | 'lease'>,
  first: ApiRequest,
  recordsAt: readonly string[],
  lease?: Lease,
): AsyncGenerator<ListPage> {
  const guard = new PageGuard();
  let request: ApiRequest | undefined = first;
  let emptyPages = 0;
  while (request !== undefined) {
    const own = lease ?? context.lease();
    const body: Body = await context.api.send(request, own);
    const records = recordsOf(body, recordsAt, request.path);
    emptyPages = records.length === 0 ? emptyPages + 1 : 0;
    // One empty page may lie in the middle of a list. A second one in a row is the end, whatever it leads to.
    const next: ApiRequest | undefined = emptyPages > 1 ? undefined : following(body, request, guard);
    yield { records, total: totalOf(body), hasNext: next !== undefined, lease: own };
    request = next;
  }
}

function following(body: Body, request: ApiRequest, guard: PageGuard): ApiRequest | undefined {
  const next = readNextPage(body, request);
  if (next === undefined) return undefined;
  guard.check(next, request);
  // A link may name only what changes, so the rest of the query stays.
  const step = 'query' in next ? next.query : { starting_after: next.startingAfter };
  return { ...request, query: { ...request.query, ...step } };
}

/** The array of records in an answer, under the first of `keys` that has one. Throws when none has. */
export function recordsOf(body: Body, keys: readonly string[], path: string): Body[] {
  const key = keys.find((candidate) => Array.isArray(body[candidate])) ?? '';
  const records: unknown = body[key];
  if (Array.isArray(records) && records.every(isObject)) return records;
  throw new ConnectorError(
    `Intercom's answer to ${path} holds no list of records. This is not the API that this connector knows: please report it.`,
    { failureType: 'system_error', internalMessage: `no array under ${keys.join(' or ')} in the answer to ${path}` },
  );
}

/** `total_count` of an answer; undefined where it is absent or null. */
export function totalOf(body: Body): number | undefined {
  const total = body.total_count;
  return typeof total === 'number' ? total : undefined;
}
