import type { Row } from '../json.ts';
import { type Call, Refusal } from './route.ts';

export interface PageAsked {
  readonly page: number;
  readonly perPage: number;
}

/** `page` and `per_page` of a query string; 400 unless whole, positive and at most `most`. */
export function askedPage(call: Call, usual: number, most: number): PageAsked {
  const perPage = wholeNumber(call.query.get('per_page'), usual, 'per_page');
  if (perPage > most) throw new Refusal(400, 'parameter_invalid', 'Per Page is too big');
  return { page: wholeNumber(call.query.get('page'), 1, 'page'), perPage };
}

/** The asked page out of all rows, and the `pages` object whose `next` is a full URL or null. */
export function pageByNumber<T>(call: Call, all: readonly T[], asked: PageAsked): { rows: T[]; pages: Row } {
  const totalPages = Math.ceil(all.length / asked.perPage);
  const rows = all.slice((asked.page - 1) * asked.perPage, asked.page * asked.perPage);
  return { rows, pages: numberedPages(call, asked, totalPages) };
}

export function numberedPages(call: Call, asked: PageAsked, totalPages: number): Row {
  return {
    type: 'pages',
    next: asked.page < totalPages ? nextUrl(call, asked) : null,
    page: asked.page,
    per_page: asked.perPage,
    total_pages: totalPages,
  };
}

function nextUrl(call: Call, asked: PageAsked): string {
  const query = new URLSearchParams(call.query);
  query.set('per_page', String(asked.perPage));
  query.set('page', String(asked.page + 1));
  return `${call.origin}${call.path}?${query}`;
}

export function wholeNumber(text: string | null, usual: number, name: string): number {
  if (text === null || text === '') return usual;
  if (!/^\d{1,12}$/.test(text) || Number(text) < 1)
    throw new Refusal(400, 'parameter_invalid', `${name} must be a positive number`);
  return Number(text);
}
