import type { Row } from '../json.ts';
import { Refusal } from './refusal.ts';
import type { Call } from './route.ts';

/** A page of a list, and the fields of the body that tell how to go on. */
interface Page {
  readonly rows: readonly Row[];
  readonly fields: Row;
}

/** Rows on a page when `per_page` isn't given, and the largest `per_page`; a larger one is refused with 400. */
export interface PageSizes {
  readonly default: number;
  readonly max: number;
}

/** One of the ways in which the API pages a list. */
export type Paging = (call: Call, all: readonly Row[]) => Page;

/** All rows in one answer. */
export const unpaged: Paging = (_call, all) => ({ rows: all, fields: {} });

/** By `page`; `pages.next` is the full URL of the next page, or null. */
export function byPageNumber(sizes: PageSizes): Paging {
  return (call, all) => {
    const request = pageRequest(call, sizes);
    return {
      rows: pageOf(all, request),
      fields: { pages: pagesOf(call, request, all.length), total_count: all.length },
    };
  };
}

/** By `page`; the numbers stand under `pages`, and there is no link. */
export function byPageNumberWithoutLink(sizes: PageSizes): Paging {
  return (call, all) => {
    const request = pageRequest(call, sizes);
    const { next: _none, ...pages } = pagesOf(call, request, all.length);
    return { rows: pageOf(all, request), fields: { pages, total_count: all.length } };
  };
}

/** By `page`; the numbers stand in the body itself instead of under `pages`, and there is no link. */
export function byPageNumberInBody(sizes: PageSizes): Paging {
  return (call, all) => {
    const { page, perPage } = pageRequest(call, sizes);
    const numbers = { page, per_page: perPage, total_pages: Math.ceil(all.length / perPage) };
    return { rows: pageOf(all, { page, perPage }), fields: { total_count: all.length, ...numbers } };
  };
}

/** By `starting_after`; `pages.next` is an object that holds the next one, and absent on the last page. */
export function byCursor(sizes: PageSizes): Paging {
  return (call, all) => {
    const { rows, perPage, next } = rowsAfter(call, 'starting_after', all, sizes);
    const pages = { type: 'pages', per_page: perPage, ...(next !== undefined && { next: { starting_after: next } }) };
    return { rows, fields: { pages } };
  };
}

/** By `starting_after` as well, with page numbers and the total beside it. */
export function byCountedCursor(sizes: PageSizes): Paging {
  return (call, all) => {
    const { rows, start, perPage, next } = rowsAfter(call, 'starting_after', all, sizes);
    const pages = {
      type: 'pages',
      page: Math.floor(start / perPage) + 1,
      per_page: perPage,
      total_pages: Math.ceil(all.length / perPage),
      ...(next !== undefined && { next: { per_page: perPage, starting_after: next } }),
    };
    return { rows, fields: { pages, total_count: all.length } };
  };
}

/** By `cursor`, which the page before gives as `next_cursor`. */
export function byNextCursor(sizes: PageSizes): Paging {
  return (call, all) => {
    const { rows, next } = rowsAfter(call, 'cursor', all, sizes);
    return { rows, fields: { next_cursor: next ?? null, has_more: next !== undefined } };
  };
}

interface PageRequest {
  readonly page: number;
  readonly perPage: number;
}

/** `page` and `per_page` of a query string; 400 unless both are positive whole numbers within the limit. */
export function pageRequest(call: Call, sizes: PageSizes): PageRequest {
  return { perPage: requestedPerPage(call, sizes), page: wholeNumber(call.query.get('page'), 1, 'page') };
}

/** The rows of the page. */
export function pageOf<T>(all: readonly T[], { page, perPage }: PageRequest): T[] {
  return all.slice((page - 1) * perPage, page * perPage);
}

/** The `pages` object of a list with `total` rows, whose `next` is a full URL or null. */
export function pagesOf(call: Call, { page, perPage }: PageRequest, total: number): Row {
  const totalPages = Math.ceil(total / perPage);
  return {
    type: 'pages',
    next: page < totalPages ? linkTo(call, { per_page: perPage, page: page + 1 }) : null,
    page,
    per_page: perPage,
    total_pages: totalPages,
  };
}

/** A positive whole number out of a query string; 400 when it is anything else. */
export function wholeNumber(text: string | null, whenAbsent: number, name: string): number {
  if (text === null || text === '') return whenAbsent;
  if (!/^\d{1,12}$/.test(text) || Number(text) < 1)
    throw new Refusal(400, 'parameter_invalid', `${name} must be a positive number`);
  return Number(text);
}

/** `per_page` of a query string; 400 unless it is a positive whole number within the limit. */
export function requestedPerPage(call: Call, sizes: PageSizes): number {
  const perPage = wholeNumber(call.query.get('per_page'), sizes.default, 'per_page');
  if (perPage > sizes.max) throw new Refusal(400, 'parameter_invalid', 'Per Page is too big');
  return perPage;
}

/** The rows after the one that the cursor names, and the cursor for the rows after these. */
function rowsAfter(call: Call, parameter: string, all: readonly Row[], sizes: PageSizes) {
  const perPage = requestedPerPage(call, sizes);
  const start = startAfter(call.query.get(parameter), parameter, all);
  const rows = all.slice(start, start + perPage);
  const next = start + perPage < all.length ? cursorTo(start + perPage, rows.at(-1)) : undefined;
  return { rows, start, perPage, next };
}

/** Holds the last row's id, so that rows added before it don't shift the pages, and a position in case it is deleted. */
function cursorTo(position: number, last: Row | undefined): string {
  return Buffer.from(JSON.stringify([position, String(last?.id)])).toString('base64url');
}

function startAfter(cursor: string | null, parameter: string, all: readonly Row[]): number {
  if (cursor === null) return 0;
  const [, position, id] = /^\[(\d{1,9}),"(.*)"\]$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (position === undefined) throw new Refusal(400, 'client_error', `${parameter} is not a valid cursor`);
  const last = all.findIndex((row) => row.id !== undefined && String(row.id) === id);
  return last < 0 ? Number(position) : last + 1;
}

/** The call's own URL with other parameters. */
export function linkTo(call: Call, parameters: Readonly<Record<string, string | number>>): string {
  const query = new URLSearchParams(call.query);
  for (const [name, value] of Object.entries(parameters)) query.set(name, String(value));
  return `${call.origin}${call.path}?${query}`;
}
