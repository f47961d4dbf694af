import { ConnectorError } from '../errors.ts';
import { isObject } from '../json.ts';
import type { ApiRequest, Body } from './api.ts';

/** How to ask for the next page: by another query, or by a page token. */
export type NextPage = { readonly query: Readonly<Record<string, string>> } | { readonly startingAfter: string };

/**
 * Where a list goes on; undefined at its end. Intercom's lists say so in one of these ways, under `pages` or beside the
 * records:
 *
 * - `next` is an object with a page token (`starting_after`), or with a page number;
 * - `next` is a link. Only its path and query count, so the token is sent to no other host; the path must be that of
 *   the request;
 * - `next` is null or missing, and `page` is lower than `total_pages`.
 *
 * Throws when `next` is anything else, so that no list ends early because of a link that is not understood.
 */
export function readNextPage(body: Body, request: ApiRequest): NextPage | undefined {
  const pages = isObject(body.pages) ? body.pages : body;
  const { next } = pages;
  if (next === undefined || next === null || next === '') return nextNumber(pages, request);
  if (typeof next === 'string') return followLink(next, request);
  const { starting_after: token, page } = isObject(next) ? next : {};
  if (typeof token === 'number' || (typeof token === 'string' && token !== '')) return { startingAfter: String(token) };
  if (typeof page === 'number' && request.method === 'GET') return { query: { page: String(page) } };
  throw unexpected(request);
}

function nextNumber({ page, total_pages: totalPages }: Body, request: ApiRequest): NextPage | undefined {
  // Searches and lists with page tokens go on by token alone, although they have page numbers too.
  if (request.method === 'POST' || request.query?.starting_after !== undefined) return undefined;
  // The number that was asked for is certain; an answer may leave it out.
  const current = Number(request.query?.page ?? page ?? 1);
  if (typeof totalPages !== 'number' || !(current < totalPages)) return undefined;
  return { query: { page: String(current + 1) } };
}

function followLink(link: string, request: ApiRequest): NextPage {
  // Needed to parse a relative link; the host of a link is never used.
  const host = 'https://api.intercom.io';
  if (!URL.canParse(link, host)) throw unexpected(request);
  const { pathname, searchParams } = new URL(link, host);
  if (pathname.replace(/\/$/, '') !== new URL(request.path, host).pathname) throw unexpected(request);
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
