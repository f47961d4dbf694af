import { ConnectorError } from '../errors.ts';
import { isObject } from '../json.ts';
import type { ApiRequest, Body } from './api.ts';

/** How to ask for the next page: by another query, or by a page token. */
export type NextPage = { readonly query: Readonly<Record<string, string>> } | { readonly startingAfter: string };

/**
 * The next page of a list; undefined after the last one. Intercom names it in `pages.next`, as an object with a page
 * token or as a link, or by page numbers, which are under `pages` or beside the records.
 *
 * Only the path and the query of a link are used, so that the access token goes to no other host. A link to another path,
 * and any other form of `next`, throws: a list never ends early because its next page was not understood.
 */
export function readNextPage(body: Body, request: ApiRequest): NextPage | undefined {
  const pages = isObject(body.pages) ? body.pages : body;
  const { next } = pages;
  if (next === null) return undefined;
  if (next === undefined || next === '') return followNumber(pages, request);
  if (typeof next === 'string') return followLink(next, request);
  const token = isObject(next) ? next.starting_after : undefined;
  if (typeof token === 'number') return { startingAfter: String(token) };
  if (typeof token === 'string' && token !== '') return { startingAfter: token };
  throw unexpected(request);
}

function followNumber({ page, total_pages: totalPages }: Body, request: ApiRequest): NextPage | undefined {
  // A search has page tokens only; the page number in its answer is for information.
  if (request.method === 'POST' || request.query?.starting_after !== undefined) return undefined;
  if (typeof page !== 'number' || typeof totalPages !== 'number' || page >= totalPages) return undefined;
  return { query: { page: String(page + 1) } };
}

function followLink(link: string, request: ApiRequest): NextPage {
  // Needed to parse a relative link; the host of a link is never used.
  const host = 'https://api.intercom.io';
  if (!URL.canParse(link, host)) throw unexpected(request);
  const { pathname, searchParams } = new URL(link, host);
  if (pathname.replace(/\/$/, '') !== request.path) throw unexpected(request);
  return { query: Object.fromEntries(searchParams) };
}

function unexpected(request: ApiRequest): ConnectorError {
  return new ConnectorError(
    'Intercom points to the next page of a list in a way that the connector does not understand. Please report this.',
    {
      failureType: 'system_error',
      internalMessage: `unexpected pages.next in the answer to ${request.method} ${request.path}`,
    },
  );
}

/** Detects a list whose pages repeat, after however many pages, in constant memory. */
export class PageGuard {
  #mark: string | undefined;
  #steps = 0;
  #stepsToNextMark = 1;

  /** Call for each next page. Throws when the pages repeat, before they have come four times. */
  check(next: NextPage, request: ApiRequest): void {
    const place = JSON.stringify(next);
    if (place === this.#mark) throw repeated(request);
    this.#steps += 1;
    if (this.#steps < this.#stepsToNextMark) return;
    this.#mark = place;
    this.#steps = 0;
    this.#stepsToNextMark *= 2;
  }
}

function repeated(request: ApiRequest): ConnectorError {
  return new ConnectorError(`Intercom sends the same pages of ${request.path} over and over. Try again later.`, {
    failureType: 'transient_error',
    internalMessage: `repeated pages.next in the answers to ${request.method} ${request.path}`,
  });
}
