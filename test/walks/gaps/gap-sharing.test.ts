import { expect, test } from 'vitest';
import type { Gap } from '../../../src/progress/progress.ts';
import { GapSharing } from '../../../src/walks/gaps/gap-sharing.ts';

/** A reader's sharing, with room for `room` more readers, in a range that ends at 10,000. */
function sharingWith(room: number) {
  const given: Gap[] = [];
  const pool = { room: () => room - given.length, give: (gap: Gap) => given.push(gap) };
  return { given, sharing: new GapSharing({ pool, atOnce: 8, until: 10_000, earliest: 2_000, edge: Math.floor }) };
}

test('the first page of the newest gap tells how many readers it is worth', () => {
  const { sharing, given } = sharingWith(7);
  expect(sharing.share({ from: 0, to: 10_000 }, 60_000)).toBe(4_000);
  expect(given).toEqual([
    { from: 4_000, to: 6_000 },
    { from: 6_000, to: 8_000 },
    { from: 8_000, to: 10_000 },
  ]);
});

test("an older gap is not split by a total that counts the newer gaps' records as well", () => {
  const { sharing, given } = sharingWith(7);
  expect(sharing.share({ from: 0, to: 9_000 }, 60_000)).toBe(9_000);
  expect(given).toEqual([]);
});

test('no more is given away than there is room for', () => {
  const { sharing, given } = sharingWith(1);
  expect(sharing.share({ from: 2_000, to: 10_000 }, 1_000_000)).toBe(6_000);
  expect(given).toEqual([{ from: 6_000, to: 10_000 }]);
});

test('a gap that proves big gives away its later half every hundred pages', () => {
  const { sharing, given } = sharingWith(7);
  let to = 9_000;
  for (let page = 1; page <= 250; page += 1) to = sharing.share({ from: 3_000, to }, undefined);
  expect(given).toEqual([
    { from: 6_000, to: 9_000 },
    { from: 4_500, to: 6_000 },
  ]);
  expect(to).toBe(4_500);
});
