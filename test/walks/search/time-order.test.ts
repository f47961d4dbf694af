import { describe, expect, it } from 'vitest';
import { TimeOrder } from '../../../src/walks/search/time-order.ts';

const gap = { from: 100, to: 200, resume: { since: 50, token: 'a' } };

/** The order after records of these times, each with its position as its id. */
function after(isAscending: boolean, times: readonly (number | undefined)[]): TimeOrder {
  const order = new TimeOrder('updated_at', isAscending);
  order.observe(times.map((updated_at, id) => ({ id, updated_at })));
  return order;
}

const oldestFirst = (...times: (number | undefined)[]) => after(true, times);
const newestFirst = (...times: (number | undefined)[]) => after(false, times);

describe('the order', () => {
  it.each([
    ['nothing', oldestFirst(), newestFirst()],
    ['one record', oldestFirst(5), newestFirst(5)],
    ['equal times', oldestFirst(5, 5, 5), newestFirst(5, 5, 5)],
    ['times that go the right way', oldestFirst(5, 6, 6, 9), newestFirst(9, 6, 6, 5)],
  ])('is kept by %s', (_, ...orders) => {
    expect(orders.map(({ isKept }) => isKept)).toEqual([true, true]);
  });

  it.each([
    ['one step back', oldestFirst(5, 7, 6, 8), newestFirst(8, 6, 7, 5)],
    ['the other direction', oldestFirst(9, 8), newestFirst(8, 9)],
    ['a record without a time', oldestFirst(5, undefined, 6), newestFirst(6, undefined, 5)],
  ])('is broken for good by %s', (_, ...orders) => {
    expect(orders.map(({ isKept }) => isKept)).toEqual([false, false]);
  });

  it('goes by the field that was sorted by', () => {
    const order = new TimeOrder('created_at', true);
    order.observe([
      { id: 1, created_at: 1, updated_at: 9 },
      { id: 2, created_at: 2, updated_at: 8 },
    ]);
    expect(order.isKept).toBe(true);
  });

  it('may begin again after a restart, and stays broken if it was', () => {
    for (const order of [oldestFirst(150, 160), newestFirst(160, 150)]) {
      order.restart();
      order.observe([{ id: 7, updated_at: 155 }]);
      expect(order.isKept).toBe(true);
    }
    const broken = oldestFirst(160, 150);
    broken.restart();
    expect(broken.isKept).toBe(false);
  });
});

describe('what is left of a gap', () => {
  it('is all of it before the first record, and after a restart', () => {
    const restarted = oldestFirst(150, 160);
    restarted.restart();
    for (const order of [oldestFirst(), newestFirst(), restarted]) expect(order.restOf(gap)).toEqual(gap);
  });

  it('begins, or ends, with the second of the last record', () => {
    expect(oldestFirst(120, 150).restOf(gap)).toEqual({ ...gap, from: 150 });
    expect(newestFirst(190, 150).restOf(gap)).toEqual({ ...gap, to: 151 });
  });

  it('is all of it while the records are on the near side', () => {
    expect(oldestFirst(10, 20).restOf(gap)).toEqual(gap);
    expect(newestFirst(300, 210).restOf(gap)).toEqual(gap);
  });

  it('is all of it after records of a single time on the far side: the order may be ignored', () => {
    expect(oldestFirst(200, 200).restOf(gap)).toEqual(gap);
    expect(newestFirst(99, 99).restOf(gap)).toEqual(gap);
  });

  it('is an open gap at its last and first second', () => {
    expect(oldestFirst(150, 199).restOf(gap)).toEqual({ ...gap, from: 199 });
    expect(newestFirst(150, 100).restOf(gap)).toEqual({ ...gap, to: 101 });
  });
});

describe('a gap is passed', () => {
  it('with the first record beyond its far end', () => {
    expect(oldestFirst(150, 200).hasPassed(gap)).toBe(true);
    expect(newestFirst(150, 99).hasPassed(gap)).toBe(true);
  });

  it('not before', () => {
    expect(oldestFirst(150, 199).hasPassed(gap)).toBe(false);
    expect(newestFirst(150, 100).hasPassed(gap)).toBe(false);
    expect(oldestFirst().hasPassed(gap)).toBe(false);
    expect(newestFirst().hasPassed(gap)).toBe(false);
  });

  it('not while all records have one time', () => {
    expect(oldestFirst(200, 200).hasPassed(gap)).toBe(false);
    expect(newestFirst(99, 99).hasPassed(gap)).toBe(false);
  });

  it('not once the order is broken', () => {
    expect(oldestFirst(150, 140, 200).hasPassed(gap)).toBe(false);
    expect(newestFirst(150, 160, 99).hasPassed(gap)).toBe(false);
  });

  it('by an order that was shown before a restart', () => {
    const order = oldestFirst(150, 160);
    order.restart();
    order.observe([{ id: 9, updated_at: 200 }]);
    expect(order.hasPassed(gap)).toBe(true);
  });
});

describe('the records at the end', () => {
  it('are those of the last second, across pages', () => {
    const order = oldestFirst(150, 160, 160);
    order.observe([{ id: 'next page', updated_at: 160 }]);
    for (const id of [1, 2, 'next page']) expect(order.endedWith({ id, updated_at: 160 })).toBe(true);
    expect(order.endedWith({ id: 0, updated_at: 150 })).toBe(false);
    expect(order.endedWith({ id: 0, updated_at: 160 })).toBe(false);
  });

  it('are others once they have changed', () => {
    expect(oldestFirst(150, 160).endedWith({ id: 1, updated_at: 161 })).toBe(false);
  });

  it('are told apart by all that they hold where they have no id', () => {
    const order = new TimeOrder('updated_at', true);
    order.observe([{ updated_at: 160, name: 'one' }]);
    expect(order.endedWith({ updated_at: 160, name: 'one' })).toBe(true);
    expect(order.endedWith({ updated_at: 160, name: 'other' })).toBe(false);
  });

  it('are none after a restart', () => {
    const order = oldestFirst(160);
    order.restart();
    order.observe([{ id: 'other', updated_at: 160 }]);
    expect(order.endedWith({ id: 0, updated_at: 160 })).toBe(false);
    expect(order.endedWith({ id: 'other', updated_at: 160 })).toBe(true);
  });
});
