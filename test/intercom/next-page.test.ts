import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ApiRequest } from '../../src/intercom/api.ts';
import { PageGuard, readNextPage } from '../../src/intercom/next-page.ts';

const list: ApiRequest = { method: 'GET', path: '/articles' };
const search: ApiRequest = { method: 'POST', path: '/contacts/search', body: {} };

describe('the next page', () => {
  it.each([
    ['an object with a page token', { next: { page: 2, starting_after: 'abc' } }, { startingAfter: 'abc' }],
    ['a page token that is a number', { next: { starting_after: 7 } }, { startingAfter: '7' }],
    [
      'an absolute link',
      { next: 'https://api.intercom.io/articles?page=2&per_page=5' },
      { query: { page: '2', per_page: '5' } },
    ],
    ['a link to another host', { next: 'https://evil.example/articles?page=2' }, { query: { page: '2' } }],
    ['a link without a host', { next: '/articles?page=2' }, { query: { page: '2' } }],
    ['an object with a page number', { next: { page: 2, per_page: 5 } }, { query: { page: '2' } }],
    ['null', { next: null, per_page: 50 }, undefined],
    ['null, on the last page', { next: null, page: 2, total_pages: 2 }, undefined],
    ['null, before the last page', { next: null, page: 1, total_pages: 2 }, { query: { page: '2' } }],
    ['nothing, on the last page', { page: 2, total_pages: 2 }, undefined],
    ['nothing, before the last page', { page: 1, total_pages: 2 }, { query: { page: '2' } }],
    ['nothing, without the number of this page', { total_pages: 2 }, { query: { page: '2' } }],
    ['nothing at all', {}, undefined],
  ])('is read from %s', (_name, pages, next) => {
    expect(readNextPage({ data: [], pages: { type: 'pages', ...pages } }, list)).toEqual(next);
  });

  it('is read from page numbers beside the records', () => {
    expect(readNextPage({ data: [], page: 1, per_page: 50, total_pages: 3 }, list)).toEqual({ query: { page: '2' } });
    expect(readNextPage({ data: [], page: 3, per_page: 50, total_pages: 3 }, list)).toBeUndefined();
    expect(readNextPage({ data: [], pages: null }, list)).toBeUndefined();
  });

  it('follows the page that was asked for, whatever number the answer gives it', () => {
    const third: ApiRequest = { ...list, query: { page: '3' } };
    expect(readNextPage({ pages: { page: 1, total_pages: 4 } }, third)).toEqual({ query: { page: '4' } });
    expect(readNextPage({ pages: { page: 1, total_pages: 3 } }, third)).toBeUndefined();
  });

  it('is a link to the same path, however the path is spelled', () => {
    const instances: ApiRequest = { method: 'GET', path: '/custom_object_instances/My Order' };
    const next = 'https://api.intercom.io/custom_object_instances/My%20Order/?page=2';
    expect(readNextPage({ pages: { next } }, instances)).toEqual({ query: { page: '2' } });
  });

  it('of a list that goes on by token is never told by numbers', () => {
    const body = { pages: { page: 1, total_pages: 9 } };
    expect(readNextPage(body, search)).toBeUndefined();
    expect(readNextPage(body, { ...list, query: { starting_after: 'abc' } })).toBeUndefined();
  });

  it.each([
    ['a link to another path', 'https://api.intercom.io/contacts?page=2'],
    ['an object without a token or a page', { per_page: 2 }],
    ['a number', 2],
  ])('is never taken for the end when it is %s', (_name, next) => {
    expect(() => readNextPage({ pages: { next } }, list)).toThrow(/next page/);
  });

  it('of a search is never a page number', () => {
    expect(() => readNextPage({ pages: { next: { page: 2 } } }, search)).toThrow(/next page/);
  });
});

describe('the guard against circles', () => {
  function pagesUntilCaught(lead: number, circle: number): number {
    const guard = new PageGuard();
    for (let page = 0; page < 100_000; page += 1) {
      const startingAfter = String(page < lead ? page : lead + ((page - lead) % circle));
      try {
        guard.check({ startingAfter }, search);
      } catch {
        return page;
      }
    }
    return Number.POSITIVE_INFINITY;
  }

  it('catches every circle after a few rounds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 200 }), (lead, circle) => {
        expect(pagesUntilCaught(lead, circle)).toBeLessThanOrEqual(4 * (lead + circle) + 1);
      }),
    );
  });

  it('lets a long list pass', () => {
    expect(pagesUntilCaught(100_000, 1)).toBe(Number.POSITIVE_INFINITY);
  });
});
