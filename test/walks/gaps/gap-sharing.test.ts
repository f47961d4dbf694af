import { expect, it } from 'vitest';
import type { Gap } from '../../../src/progress/progress.ts';
import { GapSharing } from '../../../src/walks/gaps/gap-sharing.ts';

/** A reader's sharing, with room for `free` more readers, in a range that ends at 10,000. */
function sharingWith(free: number, more: { earliest?: number; edge?: (seconds: number) => number } = {}) {
  const given: Gap[] = [];
  const splits: (readonly Gap[])[] = [];
  const room = { atOnce: 8, free: () => free - given.length, give: (gap: Gap) => given.push(gap) };
  const sharing = new GapSharing(room, {
    until: 10_000,
    earliest: more.earliest ?? 2_000,
    edge: more.edge ?? Math.floor,
    onSplit: (parts) => splits.push(parts),
  });
  return { given, splits, sharing };
}

it('the first page of the newest gap tells how many readers it is worth', () => {
  const { sharing, given } = sharingWith(7);
  expect(sharing.share({ from: 0, to: 10_000 }, 30_000)).toBe(4_000);
  expect(given).toEqual([
    { from: 4_000, to: 6_000 },
    { from: 6_000, to: 8_000 },
    { from: 8_000, to: 10_000 },
  ]);
});

it('a gap that a single reader finishes in fifty pages is kept whole', () => {
  const { sharing, given, splits } = sharingWith(7);
  expect(sharing.share({ from: 2_000, to: 10_000 }, 7_500)).toBe(10_000);
  expect(given).toEqual([]);
  expect(splits).toEqual([]);
});

it('one record more than fifty pages makes two readers', () => {
  const { sharing, given } = sharingWith(7);
  expect(sharing.share({ from: 2_000, to: 10_000 }, 7_501)).toBe(6_000);
  expect(given).toEqual([{ from: 6_000, to: 10_000 }]);
});

it("an older gap is not split by a total that counts the newer gaps' records as well", () => {
  const { sharing, given } = sharingWith(7);
  expect(sharing.share({ from: 0, to: 9_000 }, 60_000)).toBe(9_000);
  expect(given).toEqual([]);
});

it('a total is believed on the first page only: later ones count what has been given away', () => {
  const { sharing, given } = sharingWith(7);
  expect(sharing.share({ from: 2_000, to: 10_000 }, undefined)).toBe(10_000);
  expect(sharing.share({ from: 2_500, to: 10_000 }, 60_000)).toBe(10_000);
  expect(given).toEqual([]);
});

it('no more is given away than there is room for', () => {
  const { sharing, given } = sharingWith(1);
  expect(sharing.share({ from: 2_000, to: 10_000 }, 1_000_000)).toBe(6_000);
  expect(given).toEqual([{ from: 6_000, to: 10_000 }]);
});

it('nothing is given away while there is no room, and the later half as soon as there is', () => {
  const given: Gap[] = [];
  let free = 0;
  const room = { atOnce: 8, free: () => free, give: (gap: Gap) => given.push(gap) };
  const sharing = new GapSharing(room, { until: 10_000, earliest: 0, edge: Math.floor, onSplit: () => undefined });
  for (let page = 1; page <= 75; page += 1) expect(sharing.share({ from: 0, to: 9_000 }, undefined)).toBe(9_000);
  expect(given).toEqual([]);
  free = 3;
  expect(sharing.share({ from: 1_000, to: 9_000 }, undefined)).toBe(5_000);
  expect(given).toEqual([{ from: 5_000, to: 9_000 }]);
});

it('more readers than the pool may have are not asked for', () => {
  const { sharing, given } = sharingWith(100, { earliest: 0 });
  expect(sharing.share({ from: 0, to: 10_000 }, 10_000_000)).toBe(1_250);
  expect(given).toHaveLength(7);
});

it('a gap that proves big gives away its later half with every fiftieth page', () => {
  const { sharing, given } = sharingWith(7);
  const splitAt: number[] = [];
  let to = 9_000;
  for (let page = 1; page <= 125; page += 1) {
    const before = to;
    to = sharing.share({ from: 3_000, to }, undefined);
    if (to < before) splitAt.push(page);
  }
  expect(given).toEqual([
    { from: 6_000, to: 9_000 },
    { from: 4_500, to: 6_000 },
  ]);
  expect(to).toBe(4_500);
  expect(splitAt).toEqual([50, 100]);
});

it('the pages are counted again after the first page has split the gap', () => {
  const { sharing, given } = sharingWith(7);
  let to = sharing.share({ from: 2_000, to: 10_000 }, 15_000);
  for (let page = 1; page <= 49; page += 1) to = sharing.share({ from: 3_000, to }, undefined);
  expect(given).toEqual([{ from: 6_000, to: 10_000 }]);
  expect(sharing.share({ from: 3_000, to }, undefined)).toBe(4_500);
});

it('a gap that cannot be cut anywhere is kept whole, and tried again with the next page', () => {
  let isDay = true;
  const { sharing, given } = sharingWith(7, { edge: (seconds) => (isDay ? 0 : Math.floor(seconds)) });
  for (let page = 1; page <= 50; page += 1) sharing.share({ from: 3_000, to: 9_000 }, undefined);
  expect(given).toEqual([]);
  isDay = false;
  expect(sharing.share({ from: 3_000, to: 9_000 }, undefined)).toBe(6_000);
});

it('tells of each split with all parts, the own first', () => {
  const { sharing, splits } = sharingWith(7);
  sharing.share({ from: 2_000, to: 10_000 }, 15_000);
  expect(splits).toEqual([
    [
      { from: 2_000, to: 6_000 },
      { from: 6_000, to: 10_000 },
    ],
  ]);
});
