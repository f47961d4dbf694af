import { ConnectorError } from '../errors.ts';
import { isObject } from '../json.ts';
import type { ApiRequest, Body } from './api.ts';

/** How to ask for the page after this one: by another query, or by a page token. */
export type NextPage = { readonly query: Readonly<Record<string, string>> } | { readonly startingAfter: string };

/**
 * Where a list goes on; undefined at its end. Intercom says so in `pages.next`, as an object with a page token or as a
 * link, or by page numbers, under `pages` or beside the records. Of a link only path and query count, and the path must
 * be the request's own, else it throws: the token goes nowhere else, and no list ends early for a link that isn't
 * understood.
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
  // Searches go on by token alone; their page number is only told.
  if (request.method === 'POST' || request.query?.starting_after !== undefined) return undefined;
  if (typeof page !== 'number' || typeof totalPages !== 'number' || page >= totalPages) return undefined;
  return { query: { page: String(page + 1) } };
}

function followLink(link: string, request: ApiRequest): NextPage {
  // Only makes relative links parse: the host of a link is never used.
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

/** Notices a list that goes round in circles, of whatever length, in constant memory. */
export class PageGuard {
  #mark: string | undefined;
  #steps = 0;
  #stepsToNextMark = 1;

  /** Throws once the pages repeat, before a circle has been gone round four times. */
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
