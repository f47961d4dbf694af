import { describe, expect, it } from 'vitest';
import { Received, type ReceivedOptions } from '../../../src/walks/search/received.ts';

const records = (count: number, from = 0) => Array.from({ length: count }, (_, index) => ({ id: from + index }));

/** The doubt after full pages of 150 and the rest. */
function doubtAfter(count: number, total: number | undefined, options: Partial<ReceivedOptions> = {}) {
  const received = new Received({ isResumed: false, ...options });
  for (let at = 0; at < count; at += 150) received.add(records(Math.min(150, count - at), at));
  return received.doubt(total);
}

describe('an end is believed', () => {
  it.each([
    ['as many records came as are counted', 320, 320],
    ['more came', 320, 100],
    ['none came and none are counted', 0, 0],
    ['less than a page came without a count', 149, undefined],
    ['nothing came without a count', 0, undefined],
  ])('when %s', (_, count, total) => {
    expect(doubtAfter(count, total)).toBeUndefined();
  });

  it.each([
    ['a single record', 1, 2],
    ['nothing', 0, 2],
    ['a page that is not full', 149, 1_000],
  ])('when asking again brought only %s that was known', (_, count, total) => {
    expect(doubtAfter(count, total, { isNew: () => false })).toBeUndefined();
  });
});

describe('an end is in doubt', () => {
  it.each([
    [150, 3_000],
    [149, 150],
    [0, 1],
  ])('when %i records came of %i', (count, total) => {
    expect(doubtAfter(count, total)).toBe(`after ${count} of ${total} records`);
  });

  it('after a page or more without a count', () => {
    expect(doubtAfter(150, undefined)).toBe('without a count of its records');
    expect(doubtAfter(301, undefined)).toBeDefined();
  });

  it('when an earlier sync began the search, whatever is counted', () => {
    for (const total of [undefined, 0, 1, 1_000]) {
      expect(doubtAfter(1, total, { isResumed: true })).toBe('after an unknown number of records');
    }
  });

  it('when asking again brought a single new record, on any page', () => {
    for (const news of [0, 149, 150, 299]) {
      expect(doubtAfter(300, 301, { isNew: ({ id }) => id === news })).toBeDefined();
      expect(doubtAfter(300, undefined, { isNew: ({ id }) => id === news })).toBeDefined();
    }
    expect(doubtAfter(2, 3, { isNew: ({ id }) => id === 0 })).toBeDefined();
  });

  it('when asking again brought nothing new, but a page or more, as under a ceiling', () => {
    expect(doubtAfter(150, 151, { isNew: () => false })).toBe('after 150 of 151 records');
    expect(doubtAfter(10_000, 30_000, { isNew: () => false })).toBe('after 10000 of 30000 records');
    expect(doubtAfter(150, undefined, { isNew: () => false })).toBe('without a count of its records');
  });
});
