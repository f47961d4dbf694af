import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TimeIndex } from '../../sandbox/search/time-index.ts';

type Position = { time: number; row: number };

const change = fc.record({ row: fc.nat(14), time: fc.option(fc.nat(5), { nil: undefined }) });

it('a scan gives each row once in the order of (time, row) from anywhere, whatever has moved or gone', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(5), { maxLength: 15 }),
      fc.array(change, { maxLength: 30 }),
      fc.boolean(),
      fc.option(fc.record({ time: fc.nat(6), row: fc.nat(15) }), { nil: undefined }),
      (start, changes, descending, after) => {
        const times: (number | undefined)[] = [...start];
        const index = new TimeIndex(times.length, (row) => times[row]);
        for (const { row, time } of changes) {
          times[row] = time;
          index.moved(row, times.length);
        }
        expect(scanned(index, descending, after)).toEqual(expected(times, descending, after));
      },
    ),
  );
});

it('a scan stops when its visitor says so', () => {
  const index = new TimeIndex(5, (row) => row);
  const seen: number[] = [];
  index.scan(false, undefined, (row) => seen.push(row) < 2);
  expect(seen).toEqual([0, 1]);
});

function scanned(index: TimeIndex, descending: boolean, after: Position | undefined): number[] {
  const seen: number[] = [];
  index.scan(descending, after, (row) => seen.push(row) > 0);
  return seen;
}

function expected(times: readonly (number | undefined)[], descending: boolean, after: Position | undefined): number[] {
  const compare = (a: Position, b: Position) => (descending ? -1 : 1) * (a.time - b.time || a.row - b.row);
  return times
    .flatMap((time, row) => (time === undefined ? [] : [{ time, row }]))
    .sort(compare)
    .filter((position) => !after || compare(position, after) > 0)
    .map(({ row }) => row);
}
