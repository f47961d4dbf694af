import type { Call } from '../http/route.ts';
import { isRow, type Row } from '../json.ts';
import type { Workspace } from '../workspace.ts';
import type { Collection } from './collection.ts';
import { countMatches } from './count.ts';
import { compile, type FilterRules, type Predicate } from './filters.ts';
import { type SearchRequest, searchRequest, tokenAfter } from './request.ts';
import type { TimeIndex } from './time-index.ts';

export interface SearchTarget {
  readonly collection: Collection;
  readonly rules: FilterRules;
  readonly defaultPerPage: number;
}

export interface Found {
  readonly rows: readonly number[];
  readonly total: number;
  readonly pages: Row;
}

/** One page of POST …/search: filtered, sorted by a time, continued after an opaque token. */
export function searchPage(call: Call, workspace: Workspace, target: SearchTarget): Found {
  const { collection } = target;
  const { contactDayRule, timeZone, greaterIncludesEqual, searchCeiling } = workspace.settings;
  const query = isRow(call.body) ? call.body.query : undefined;
  const request = searchRequest(call.body, collection, target.defaultPerPage);
  const index = collection.index(request.field, workspace.indexedUntil);
  const matches = compile(query, target.rules);
  const { rows, next } = take(request, index, matches, searchCeiling);
  const countedAs = JSON.stringify([query, contactDayRule, timeZone, greaterIncludesEqual]);
  const total = countMatches(collection, countedAs, matches);
  const { page, perPage } = request;
  const nextPage = next !== undefined && {
    next: { page: page + 1, starting_after: tokenAfter(next, request, collection) },
  };
  return {
    rows,
    total,
    pages: { type: 'pages', ...nextPage, page, per_page: perPage, total_pages: Math.ceil(total / perPage) },
  };
}

/** A found record as search gives it: with the time that it was found by. */
export function asFound(collection: Collection, row: number, record: Row): Row {
  const updated = collection.indexedTimeOf(row, 'updated_at');
  return record.updated_at === updated ? record : { ...record, updated_at: updated };
}

/** The rows of the page, and the row that the next page begins after, if there is a next page. */
function take(request: SearchRequest, index: TimeIndex, matches: Predicate, ceiling: number) {
  const { after, descending, perPage } = request;
  const left = Number.isFinite(ceiling) ? ceiling - countUntil(request, index, matches) : perPage + 1;
  const most = Math.max(0, Math.min(perPage, left));
  const rows: number[] = [];
  let hasMore = false;
  index.scan(descending, after, (row) => {
    if (!matches(row)) return true;
    hasMore = rows.length === most;
    if (!hasMore) rows.push(row);
    return !hasMore;
  });
  return { rows, next: hasMore && left > most ? rows.at(-1) : undefined };
}

/** How many rows the pages before this one had: the last one of them, and what stands before that. */
function countUntil({ after, descending }: SearchRequest, index: TimeIndex, matches: Predicate): number {
  if (after === undefined) return 0;
  let count = 1;
  index.scan(!descending, after, (row) => {
    if (matches(row)) count++;
    return true;
  });
  return count;
}
