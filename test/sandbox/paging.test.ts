import { describe, expect, it } from 'vitest';
import {
  byCountedCursor,
  byCursor,
  byNextCursor,
  byPageNumber,
  byPageNumberInBody,
  byPageNumberWithoutLink,
  type Paging,
  unpaged,
} from '../../sandbox/http/paging.ts';
import { byMark, byTimeAndId } from '../../sandbox/http/paging-by-key.ts';
import { type Row, valueAt } from '../../sandbox/json.ts';
import { callOf } from './call.ts';

const sizes = { default: 2, max: 3 };
/** Newest first, two of them of the same second. */
const rows: Row[] = [5, 4, 3, 2, 1].map((id) => ({ id, updated_at: id === 4 ? 5 : id }));

/** Each way to page, and the path of the next page that its fields lead to. */
const ways: [string, Paging, (fields: Row) => string | undefined][] = [
  ['page numbers and a link', byPageNumber(sizes), (fields) => textAt(fields, 'pages.next')],
  [
    'page numbers in the body',
    byPageNumberInBody(sizes),
    ({ page, total_pages }) => (Number(page) < Number(total_pages) ? `/things?page=${Number(page) + 1}` : undefined),
  ],
  [
    'starting_after',
    byCursor(sizes),
    (fields) => pathWith('starting_after', textAt(fields, 'pages.next.starting_after')),
  ],
  [
    'page numbers under pages',
    byPageNumberWithoutLink(sizes),
    ({ pages }) =>
      Number(valueAt(Object(pages), 'page')) < Number(valueAt(Object(pages), 'total_pages'))
        ? `/things?page=${Number(valueAt(Object(pages), 'page')) + 1}`
        : undefined,
  ],
  [
    'starting_after with page numbers beside it',
    byCountedCursor(sizes),
    (fields) => pathWith('starting_after', textAt(fields, 'pages.next.starting_after')),
  ],
  ['cursor and next_cursor', byNextCursor(sizes), (fields) => pathWith('cursor', textAt(fields, 'next_cursor'))],
];

/** The same for lists whose full last page leads to an empty one. */
const waysWithEmptyEnd: typeof ways = [
  [
    'time and id',
    byTimeAndId(sizes, 'updated_at'),
    (fields) => pathWith('starting_after', textAt(fields, 'pages.next.starting_after')),
  ],
  ['a link with a mark', byMark(sizes, ({ id }) => Number(id)), (fields) => textAt(fields, 'pages.next')],
];
const allWays = [...ways, ...waysWithEmptyEnd];

describe('a list paged by', () => {
  it.each(allWays)('%s gives each row once, page after page', (_name, paging, nextPath) => {
    expect(pagesOf(paging, nextPath)).toEqual([[5, 4], [3, 2], [1]]);
  });

  it.each(ways)('%s has no page after the last full one', (_name, paging, nextPath) => {
    expect(pagesOf(paging, nextPath, rows.slice(0, 4))).toEqual([
      [5, 4],
      [3, 2],
    ]);
  });

  it.each(waysWithEmptyEnd)('%s has an empty page after the last full one', (_name, paging, nextPath) => {
    expect(pagesOf(paging, nextPath, rows.slice(0, 4))).toEqual([[5, 4], [3, 2], []]);
  });

  it.each(allWays)(
    '%s gives as many rows as asked for, and refuses more than the maximum with 400',
    (_name, paging) => {
      expect(paging(callOf('/things?per_page=3'), rows).rows).toHaveLength(3);
      for (const perPage of ['4', '0', 'x']) {
        expect(() => paging(callOf(`/things?per_page=${perPage}`), rows)).toThrow(
          expect.objectContaining({ status: 400, code: 'parameter_invalid' }),
        );
      }
    },
  );

  it.each(allWays)('%s is a single page when there are no rows', (_name, paging, nextPath) => {
    const { rows: none, fields } = paging(callOf('/things'), []);
    expect([none, nextPath(fields)]).toEqual([[], undefined]);
  });
});

describe('a cursor', () => {
  it('goes on after its row although another was added before it', () => {
    const { fields } = byCursor(sizes)(callOf('/things'), rows);
    const path = pathWith('starting_after', textAt(fields, 'pages.next.starting_after'));
    const { rows: next } = byCursor(sizes)(callOf(String(path)), [{ id: 9 }, ...rows]);
    expect(next.map(({ id }) => id)).toEqual([3, 2]);
  });

  it('of time and id goes on below its row although that has moved to the head', () => {
    const { fields } = byTimeAndId(sizes, 'updated_at')(callOf('/things'), rows);
    const path = pathWith('starting_after', textAt(fields, 'pages.next.starting_after'));
    const moved = [{ id: 4, updated_at: 9 }, ...rows.filter(({ id }) => id !== 4)];
    const { rows: next } = byTimeAndId(sizes, 'updated_at')(callOf(String(path)), moved);
    expect(next.map(({ id }) => id)).toEqual([3, 2]);
  });

  it('that the list did not give is refused with 400', () => {
    for (const paging of [byCursor(sizes), byTimeAndId(sizes, 'updated_at')]) {
      expect(() => paging(callOf('/things?starting_after=3'), rows)).toThrow(
        expect.objectContaining({ status: 400, code: 'client_error' }),
      );
    }
  });
});

it('a list that is not paged gives all rows and no fields', () => {
  expect(unpaged(callOf('/things?per_page=1'), rows)).toEqual({ rows, fields: {} });
});

function pagesOf(paging: Paging, nextPath: (fields: Row) => string | undefined, all = rows): unknown[][] {
  const pages: unknown[][] = [];
  let path: string | undefined = '/things';
  while (path !== undefined && pages.length < 10) {
    const page: ReturnType<Paging> = paging(callOf(path), all);
    pages.push(page.rows.map(({ id }) => id));
    path = nextPath(page.fields);
  }
  return pages;
}

function pathWith(parameter: string, cursor: string | undefined): string | undefined {
  return cursor === undefined ? undefined : `/things?${parameter}=${cursor}`;
}

function textAt(fields: Row, path: string): string | undefined {
  const value = valueAt(fields, path);
  return typeof value === 'string' ? value : undefined;
}
