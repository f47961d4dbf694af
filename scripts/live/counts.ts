import type { Api, ApiRequest, Body } from '../../src/intercom/api.ts';
import type { Stream } from '../../src/streams/stream.ts';
import { totalOf } from '../../src/walks/pages.ts';
import { searchQuery } from '../../src/walks/search/query.ts';

/** Which streams are searched, and where. */
export const SEARCHES: Readonly<Record<string, { readonly path: string; readonly recordsAt: string }>> = {
  contacts: { path: '/contacts/search', recordsAt: 'data' },
  conversations: { path: '/conversations/search', recordsAt: 'conversations' },
  tickets: { path: '/tickets/search', recordsAt: 'tickets' },
};

/**
 * What the API itself counts for each stream, from `since` (Unix seconds) on; undefined where it does not say. Asked before and
 * after a read, since a workspace changes meanwhile.
 */
export async function countsOf(
  streams: readonly Stream<unknown>[],
  since: number,
  api: Api,
): Promise<ReadonlyMap<string, number>> {
  const counts = await Promise.all(
    streams.map(async (stream) => {
      const request = countRequest(stream, since);
      const body: Body = request ? await api.send(request, 'live').catch(() => ({})) : {};
      const total = totalOf(body);
      return total === undefined ? [] : [[stream.name, total] as const];
    }),
  );
  return new Map(counts.flat());
}

/** Whether the number of rows lies between the counts before and after, in either order. */
export function isCounted(rows: number, before: number, after: number): boolean {
  return rows >= Math.min(before, after) && rows <= Math.max(before, after);
}

function countRequest(stream: Stream<unknown>, since: number): ApiRequest | undefined {
  const search = SEARCHES[stream.name];
  if (search) return searchRequest(search.path, searchQuery({ field: 'updated_at', from: since }), { perPage: 1 });
  if (stream.name === 'companies') return { method: 'POST', path: '/companies/list', query: { per_page: 1 } };
  // The smallest request for a list answers with the count of all of it. It says nothing about a part.
  return stream.isRowPerRecord && !stream.isBounded ? stream.walk.probe(since) : undefined;
}

/** A page of a search by the time of the last change. */
export function searchRequest(
  path: string,
  query: Body,
  { perPage, order = 'ascending', after }: { perPage: number; order?: 'ascending' | 'descending'; after?: unknown },
): ApiRequest {
  const pagination = { per_page: perPage, ...(after !== undefined && { starting_after: after }) };
  return { method: 'POST', path, body: { query, pagination, sort: { field: 'updated_at', order } } };
}
