import type { Row } from '../json.ts';
import { Refusal } from './refusal.ts';
import type { Call } from './route.ts';

/** A page of a list, and the fields that stand beside it in the body. */
export interface Page {
  readonly rows: readonly Row[];
  readonly beside: Row;
}

/** One of the ways in which the API pages a list. Each refuses a `per_page` above its maximum with 400. */
export type Paging = (call: Call, all: readonly Row[]) => Page;

/** All rows in one answer. */
export const whole: Paging = (_call, all) => ({ rows: all, beside: {} });

/** By `page` and `per_page`; `pages.next` is a full URL or null. */
export function numbered(usual: number, most: number): Paging {
  return (call, all) => {
    const asked = askedPage(call, usual, most);
    const pages = numberedPages(call, asked, Math.ceil(all.length / asked.perPage));
    return { rows: pageOf(all, asked), beside: { pages, total_count: all.length } };
  };
}

/** By `page` and `per_page`; what other lists have in `pages` stands in the body itself, and no link is given. */
export function numberedInBody(usual: number, most: number): Paging {
  return (call, all) => {
    const asked = askedPage(call, usual, most);
    const { page, perPage } = asked;
    const total_pages = Math.ceil(all.length / perPage);
    return { rows: pageOf(all, asked), beside: { total_count: all.length, page, per_page: perPage, total_pages } };
  };
}

/** By `starting_after`; `pages.next` is an object with the next one, and missing on the last page. */
export function cursored(usual: number, most: number): Paging {
  return (call, all) => {
    const { rows, perPage, next } = slice(call, 'starting_after', all, usual, most);
    const pages = { type: 'pages', per_page: perPage, ...(next !== undefined && { next: { starting_after: next } }) };
    return { rows, beside: { pages } };
  };
}

/** By `cursor`, which the answer before has as `next_cursor`. */
export function nextCursored(usual: number, most: number): Paging {
  return (call, all) => {
    const { rows, next } = slice(call, 'cursor', all, usual, most);
    return { rows, beside: { next_cursor: next ?? null, has_more: next !== undefined } };
  };
}

/** By a link in `pages.next` that holds a marker; there is no page number and no count. */
export function linked(usual: number, most: number): Paging {
  return (call, all) => {
    const { rows, perPage, next } = slice(call, 'before', all, usual, most);
    return { rows, beside: { pages: { next: next === undefined ? null : linkTo(call, { before: next, perPage }) } } };
  };
}

export interface PageAsked {
  readonly page: number;
  readonly perPage: number;
}

/** `page` and `per_page` of a query string; 400 unless whole, positive and at most `most`. */
export function askedPage(call: Call, usual: number, most: number): PageAsked {
  return { perPage: askedPerPage(call, usual, most), page: wholeNumber(call.query.get('page'), 1, 'page') };
}

export function numberedPages(call: Call, asked: PageAsked, totalPages: number): Row {
  const { page, perPage } = asked;
  return {
    type: 'pages',
    next: page < totalPages ? linkTo(call, { perPage, page: page + 1 }) : null,
    page,
    per_page: perPage,
    total_pages: totalPages,
  };
}

/** A positive whole number out of a query string; 400 when it is anything else. */
export function wholeNumber(text: string | null, usual: number, name: string): number {
  if (text === null || text === '') return usual;
  if (!/^\d{1,12}$/.test(text) || Number(text) < 1)
    throw new Refusal(400, 'parameter_invalid', `${name} must be a positive number`);
  return Number(text);
}

function askedPerPage(call: Call, usual: number, most: number): number {
  const perPage = wholeNumber(call.query.get('per_page'), usual, 'per_page');
  if (perPage > most) throw new Refusal(400, 'parameter_invalid', 'Per Page is too big');
  return perPage;
}

/** The rows of the asked page. */
export function pageOf<T>(all: readonly T[], { page, perPage }: PageAsked): T[] {
  return all.slice((page - 1) * perPage, page * perPage);
}

/** The rows after the cursor's, and the cursor to those after them. */
function slice(call: Call, name: string, all: readonly Row[], usual: number, most: number) {
  const perPage = askedPerPage(call, usual, most);
  const start = startAfter(call.query.get(name), name, all);
  const rows = all.slice(start, start + perPage);
  const next = start + perPage < all.length ? cursorOf(start + perPage, rows.at(-1)) : undefined;
  return { rows, perPage, next };
}

/** Holds the last row's id, so that rows which come or go before it move nothing, and its place in case it goes. */
function cursorOf(position: number, last: Row | undefined): string {
  return Buffer.from(JSON.stringify([position, String(last?.id)])).toString('base64url');
}

function startAfter(cursor: string | null, name: string, all: readonly Row[]): number {
  if (cursor === null) return 0;
  const [, position, id] = /^\[(\d{1,9}),"(.*)"\]$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (position === undefined) throw new Refusal(400, 'client_error', `${name} is not a valid cursor`);
  const last = all.findIndex((row) => row.id !== undefined && String(row.id) === id);
  return last < 0 ? Number(position) : last + 1;
}

function linkTo(call: Call, place: { perPage: number; page?: number; before?: string }): string {
  const query = new URLSearchParams(call.query);
  query.set('per_page', String(place.perPage));
  if (place.page !== undefined) query.set('page', String(place.page));
  if (place.before !== undefined) query.set('before', place.before);
  return `${call.origin}${call.path}?${query}`;
}
