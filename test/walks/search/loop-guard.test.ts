import { expect, it } from 'vitest';
import { LoopGuard } from '../../../src/walks/search/loop-guard.ts';

const request = { method: 'POST', path: '/rows/search' } as const;

/** Checks pages with these records, each with a page token of its own; returns how many went through. */
function pagesBeforeFailure(pages: readonly (readonly string[])[], token = (page: number) => `t${page}`): number {
  const guard = new LoopGuard();
  for (const [page, ids] of pages.entries()) {
    try {
      guard.check(
        ids.map((id) => ({ id })),
        { startingAfter: token(page) },
        request,
      );
    } catch (error) {
      expect(error).toMatchObject({ failureType: 'transient_error', message: expect.stringContaining('/rows/search') });
      return page;
    }
  }
  return pages.length;
}

it('lets pages through that bring other records each time', () => {
  expect(pagesBeforeFailure([['a', 'b'], ['b', 'c'], ['c'], ['d'], ['a', 'b']])).toBe(5);
});

it('lets two empty pages in a row through, and not a third', () => {
  expect(pagesBeforeFailure([['a'], [], [], ['b'], [], [], ['c']])).toBe(7);
  expect(pagesBeforeFailure([['a'], [], [], []])).toBe(3);
});

it('lets a page repeat twice, and not a third time', () => {
  expect(pagesBeforeFailure([['a'], ['a'], ['a'], ['b'], ['b']])).toBe(5);
  expect(pagesBeforeFailure([['a'], ['a'], ['a'], ['a']])).toBe(3);
});

it('tells two records from one whose id reads like both', () => {
  expect(pagesBeforeFailure([['a', 'b'], ['ab'], ['a', 'b'], ['ab'], ['a', 'b']])).toBe(5);
});

it('notices page tokens that repeat, whatever the records are', () => {
  const pages = Array.from({ length: 20 }, (_, page) => [`${page}`]);
  expect(pagesBeforeFailure(pages, () => 'same')).toBeLessThan(3);
});
