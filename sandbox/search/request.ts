import { Refusal } from '../http/refusal.ts';
import { isRow } from '../json.ts';
import type { Collection, TimeField } from './collection.ts';

const perPageAtMost = 150;

/** What the body of a search asks for, its query apart. */
export interface SearchRequest {
  readonly field: TimeField;
  readonly descending: boolean;
  readonly perPage: number;
  /** The last row of the page before; undefined on the first page. */
  readonly after: { readonly time: number; readonly row: number } | undefined;
  /** The page's number, counted from 1. */
  readonly page: number;
}

/** Reads the body of a search, or refuses it as the API does. */
export function searchRequest(body: unknown, collection: Collection, defaultPerPage: number): SearchRequest {
  const { sort, pagination } = isRow(body) ? body : {};
  return {
    ...askedSort(sort),
    perPage: askedPerPage(pagination, defaultPerPage),
    ...askedPosition(pagination, collection),
  };
}

/** Opaque to callers: the sort value in milliseconds, the last id and the next page's number. */
export function tokenAfter(row: number, request: SearchRequest, collection: Collection): string {
  const milliseconds = (collection.indexedTimeOf(row, request.field) ?? 0) * 1000;
  return Buffer.from(JSON.stringify([milliseconds, collection.idOf(row), request.page + 1])).toString('base64');
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

function askedPerPage(pagination: unknown, defaultPerPage: number): number {
  const perPage = isRow(pagination) ? (pagination.per_page ?? defaultPerPage) : defaultPerPage;
  if (typeof perPage !== 'number' || !Number.isInteger(perPage) || perPage < 1 || perPage > perPageAtMost) {
    throw new Refusal(400, 'parameter_invalid', `per_page must be between 1 and ${perPageAtMost}`);
  }
  return perPage;
}

function askedPosition(pagination: unknown, collection: Collection): Pick<SearchRequest, 'after' | 'page'> {
  const text = isRow(pagination) ? pagination.starting_after : undefined;
  if (text === undefined || text === null) return { after: undefined, page: 1 };
  const [milliseconds, id, page] = parsedToken(text);
  const row = collection.numberOf(id);
  if (row === undefined) throw badToken();
  return { after: { time: milliseconds / 1000, row }, page };
}

function parsedToken(text: unknown): [number, string, number] {
  try {
    const value: unknown = JSON.parse(Buffer.from(String(text), 'base64').toString());
    if (Array.isArray(value)) {
      const [milliseconds, id, page]: unknown[] = value;
      if (typeof milliseconds === 'number' && typeof id === 'string' && typeof page === 'number')
        return [milliseconds, id, page];
    }
  } catch {
    throw badToken();
  }
  throw badToken();
}

function badToken(): Refusal {
  return new Refusal(400, 'client_error', 'starting_after is not a valid cursor');
}
