import { expect, it } from 'vitest';
import { BorderRows } from '../../../src/walks/exports/border-rows.ts';

interface Row {
  readonly [field: string]: unknown;
  readonly id: string;
  readonly at: number;
}

function borderRows(): BorderRows {
  return new BorderRows(({ at }) => Number(at));
}

/** Which of the rows are new in a window that ends at `end`. */
function read(border: BorderRows, end: number, ...rows: readonly Row[]): string[] {
  const fresh = rows.filter((row) => border.isNew(row, end)).map(({ id }) => id);
  border.next();
  return fresh;
}

it('a row at the border of two windows is new in the first of them only', () => {
  const border = borderRows();
  const rows = [
    { id: 'last second', at: 99 },
    { id: 'border', at: 100 },
    { id: 'behind', at: 101 },
  ];
  expect(read(border, 100, ...rows)).toEqual(['last second', 'border', 'behind']);
  expect(read(border, 200, ...rows)).toEqual([]);
});

it('a row that has changed in between is new again', () => {
  const border = borderRows();
  read(border, 100, { id: 'a', at: 100, opened: false });
  expect(read(border, 200, { id: 'a', at: 100, opened: true })).toEqual(['a']);
});

it('rows that are not at the border are new each time', () => {
  const border = borderRows();
  const row = { id: 'a', at: 98 };
  expect(read(border, 100, row, row)).toEqual(['a', 'a']);
  expect(read(border, 200, row)).toEqual(['a']);
});

it('a row at the border is left out of the next window, and of no later one', () => {
  const border = borderRows();
  const row = { id: 'a', at: 100 };
  read(border, 100, row);
  expect(read(border, 200, row)).toEqual([]);
  expect(read(border, 300, row)).toEqual(['a']);
});

it('a hundred thousand rows of a border are known, and any more may come twice', () => {
  const border = borderRows();
  const rows = Array.from({ length: 100_001 }, (_, index) => ({ id: `${index}`, at: 100 }));
  for (const row of rows) border.isNew(row, 100);
  border.next();
  expect(read(border, 200, ...rows.slice(-3))).toEqual(['100000']);
});
