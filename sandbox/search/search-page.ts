import { type Call, Refusal } from '../http/route.ts';
import { isRow, type Row } from '../json.ts';
import type { Collection, TimeField } from './collection.ts';
import { compile, type FilterRules, type Predicate } from './filters.ts';

const perPageAtMost = 150;

export interface Searched {
  readonly rows: readonly number[];
  readonly total: number;
  readonly pages: Row;
}

export interface SearchTarget {
  readonly collection: Collection;
  readonly rules: FilterRules;
  readonly usualPerPage: number;
  /** Search doesn't know yet what changed after this second: it has rows as they were, and new ones not at all. */
  readonly indexedUntil: number;
}

interface Position {
  readonly time: number;
  readonly row: number;
  readonly page: number;
}

/**
 * One page of POST …/search: filtered, sorted by a time, continued after an opaque token that holds the sort value in
 * milliseconds, the last id and the next page's number.
 */
export function searchPage(call: Call, target: SearchTarget): Searched {
  const body = isRow(call.body) ? call.body : {};
  const { field, descending } = askedSort(body.sort);
  const perPage = askedPerPage(body.pagination, target.usualPerPage);
  const position = askedPosition(body.pagination, target.collection);
  const index = target.collection.index(field, target.indexedUntil);
  const matches = compile(body.query, target.rules);
  const rows: number[] = [];
  let hasMore = false;
  index.scan(descending, position, (row) => {
    if (!matches(row)) return true;
    hasMore = rows.length === perPage;
    if (!hasMore) rows.push(row);
    return !hasMore;
  });
  const total = countMatches(target, JSON.stringify(body.query), matches);
  const page = position?.page ?? 1;
  const last = rows.at(-1);
  const next =
    hasMore && last !== undefined
      ? { page: page + 1, starting_after: token(target, field, last, page + 1) }
      : undefined;
  return {
    rows,
    total,
    pages: { type: 'pages', ...(next && { next }), page, per_page: perPage, total_pages: Math.ceil(total / perPage) },
  };
}

/** A found record as search gives it: with the time that it was found by. */
export function asFound(collection: Collection, row: number, record: Row): Row {
  const updated = collection.indexedTimeOf(row, 'updated_at');
  return record.updated_at === updated ? record : { ...record, updated_at: updated };
}

function askedSort(sort: unknown): { field: TimeField; descending: boolean } {
  if (!isRow(sort)) return { field: 'created_at', descending: true };
  const { field, order } = sort;
  if (order !== undefined && order !== 'ascending' && order !== 'descending') {
    throw new Refusal(400, 'invalid_sort_order', 'sort order must be ascending or descending');
  }
  if (field !== 'created_at' && field !== 'updated_at') {
    throw new Refusal(400, 'parameter_invalid', `${String(field)} is not a sortable field`);
  }
  return { field, descending: order !== 'ascending' };
}

function askedPerPage(pagination: unknown, usual: number): number {
  const perPage = isRow(pagination) ? (pagination.per_page ?? usual) : usual;
  if (typeof perPage !== 'number' || !Number.isInteger(perPage) || perPage < 1 || perPage > perPageAtMost) {
    throw new Refusal(400, 'parameter_invalid', `per_page must be between 1 and ${perPageAtMost}`);
  }
  return perPage;
}

function askedPosition(pagination: unknown, collection: Collection): Position | undefined {
  const text = isRow(pagination) ? pagination.starting_after : undefined;
  if (text === undefined || text === null) return undefined;
  const [ms, id, page] = parsedToken(text);
  const row = collection.numberOf(id);
  if (row === undefined) throw badToken();
  return { time: ms / 1000, row, page };
}

function parsedToken(text: unknown): [number, string, number] {
  try {
    const value: unknown = JSON.parse(Buffer.from(String(text), 'base64').toString());
    if (Array.isArray(value)) {
      const [ms, id, page]: unknown[] = value;
      if (typeof ms === 'number' && typeof id === 'string' && typeof page === 'number') return [ms, id, page];
    }
  } catch {
    throw badToken();
  }
  throw badToken();
}

function badToken(): Refusal {
  return new Refusal(400, 'client_error', 'starting_after is not a valid cursor');
}

function token(target: SearchTarget, field: TimeField, row: number, nextPage: number): string {
  const { collection } = target;
  return Buffer.from(
    JSON.stringify([(collection.indexedTimeOf(row, field) ?? 0) * 1000, collection.idOf(row), nextPage]),
  ).toString('base64');
}

/** Counting takes a look at every row, so a count is kept until something changes. */
const counts = new WeakMap<Collection, Map<string, Count>>();

interface Count {
  readonly revision: number;
  readonly total: number;
}

function countMatches(target: SearchTarget, query: string, matches: Predicate): number {
  const { collection } = target;
  const kept: Map<string, Count> = counts.get(collection) ?? new Map();
  counts.set(collection, kept);
  const key = `${query} ${target.rules.dayZone}`;
  const known = kept.get(key);
  if (known?.revision === collection.revision) return known.total;
  let total = 0;
  for (const row of collection.all()) {
    if (collection.indexedTimeOf(row, 'created_at') !== undefined && matches(row)) total++;
  }
  if (kept.size > 100) kept.clear();
  kept.set(key, { revision: collection.revision, total });
  return total;
}
