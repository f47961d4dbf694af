import { expect, it } from 'vitest';
import { PageSize } from '../../../src/walks/search/page-size.ts';

/** Reads `records` of which the `heavy`th fails at sizes above `atMost`, and tells the sizes that were asked for. */
function sizesAsked(records: number, heavy: number, atMost: number): number[] {
  const size = new PageSize();
  const asked: number[] = [];
  let position = 0;
  while (position < records) {
    asked.push(size.records);
    const end = Math.min(records, position + size.records);
    if (heavy >= position && heavy < end && size.records > atMost) {
      if (size.isSmallest) break;
      size.shrink();
    } else {
      size.passed(end - position);
      position = end;
    }
  }
  return asked;
}

it('asks for as many records as Intercom allows while all goes well', () => {
  expect(sizesAsked(450, -1, 0)).toEqual([150, 150, 150]);
});

it('steps down to what gets through', () => {
  expect(sizesAsked(200, 3, 10).slice(0, 3)).toEqual([150, 50, 10]);
});

it('stays small until the records that failed have passed, then grows again', () => {
  expect(sizesAsked(450, 60, 10)).toEqual([150, 50, 50, 10, 10, 10, 10, 10, 50, 150, 150]);
});

it('a heavy record costs a bounded number of pages wherever it lies', () => {
  for (let heavy = 0; heavy < 150; heavy += 1) expect(sizesAsked(1_500, heavy, 1).length).toBeLessThanOrEqual(32);
});

it('says when nothing smaller is left', () => {
  expect(sizesAsked(10, 0, 0)).toEqual([150, 50, 10, 1]);
});
