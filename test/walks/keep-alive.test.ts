import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepAlive } from '../../src/walks/keep-alive.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Numbers up to `most`; tells how many have been asked for. */
function numbers(most: number, failure?: Error) {
  const told = { fetched: 0, isClosed: false };
  async function* source(): AsyncGenerator<number, void> {
    try {
      for (let number = 1; number <= most; number += 1) {
        told.fetched = number;
        yield number;
      }
      if (failure) throw failure;
    } finally {
      told.isClosed = true;
    }
  }
  return { told, source: source() };
}

test('hands on every item in order, then ends', async () => {
  const { source, told } = numbers(5);
  const seen: number[] = [];
  for await (const item of keepAlive(source, 1_000)) seen.push(item);
  expect(seen).toEqual([1, 2, 3, 4, 5]);
  expect(told.isClosed).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});

test('fetches one item ahead, and another one in each interval in which the consumer is busy', async () => {
  const { source, told } = numbers(100);
  const items = keepAlive(source, 45_000);
  await items.next();
  await vi.advanceTimersByTimeAsync(0);
  expect(told.fetched).toBe(2);
  await vi.advanceTimersByTimeAsync(5 * 60_000);
  expect(told.fetched).toBe(2 + 6);
  const seen = [];
  for (let count = 0; count < 10; count += 1) seen.push((await items.next()).value);
  expect(seen).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  await items.return();
});

test('a failure comes after the items before it, however long the consumer takes', async () => {
  const { source } = numbers(3, new Error('broken'));
  const items = keepAlive(source, 1_000);
  expect((await items.next()).value).toBe(1);
  await vi.advanceTimersByTimeAsync(60_000);
  expect((await items.next()).value).toBe(2);
  expect((await items.next()).value).toBe(3);
  await expect(items.next()).rejects.toThrow('broken');
  expect(vi.getTimerCount()).toBe(0);
});

test('an end that came while the consumer was busy is still an end', async () => {
  const { source } = numbers(1);
  const items = keepAlive(source, 1_000);
  await items.next();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await items.next()).toEqual({ done: true, value: undefined });
});

test('a consumer that stops closes the source', async () => {
  const { source, told } = numbers(100);
  for await (const _ of keepAlive(source, 1_000)) break;
  await vi.advanceTimersByTimeAsync(0);
  expect(told.isClosed).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});
