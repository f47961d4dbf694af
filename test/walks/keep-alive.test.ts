import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { keepAlive } from '../../src/walks/keep-alive.ts';

const INTERVAL_MS = 45_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Numbers up to `most`, each fetched in `fetchMs`. */
function numbers(most: number, { fetchMs = 0, failure }: { fetchMs?: number; failure?: Error } = {}) {
  const log = { fetched: 0, starts: [] as number[], ends: [] as number[], isClosed: false };
  async function* source(): AsyncGenerator<number, void> {
    try {
      for (let number = 1; number <= most; number += 1) {
        log.starts.push(Date.now());
        if (fetchMs > 0) await pause(fetchMs);
        log.fetched = number;
        log.ends.push(Date.now());
        yield number;
      }
      if (failure) throw failure;
    } finally {
      log.isClosed = true;
    }
  }
  return { log, source: source() };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** The longest time from the end of one fetch to the start of the next one. */
function longestPauseMs({ starts, ends }: { readonly starts: readonly number[]; readonly ends: readonly number[] }) {
  return Math.max(...starts.slice(1).map((start, index) => start - (ends[index] ?? 0)));
}

it('hands on every item in order, then ends', async () => {
  const { source, log } = numbers(5);
  const items: number[] = [];
  for await (const item of keepAlive(source, INTERVAL_MS)) items.push(item);
  expect(items).toEqual([1, 2, 3, 4, 5]);
  expect(log.isClosed).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});

it('fetches one item ahead, and another one in each interval in which the consumer is busy', async () => {
  const { source, log } = numbers(100);
  const items = keepAlive(source, INTERVAL_MS);
  await items.next();
  await vi.advanceTimersByTimeAsync(0);
  expect(log.fetched).toBe(2);
  await vi.advanceTimersByTimeAsync(5 * 60_000);
  expect(log.fetched).toBe(2 + 6);
  const next = [];
  for (let count = 0; count < 10; count += 1) next.push((await items.next()).value);
  expect(next).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  await items.return();
});

it.each([
  ['one long pause, then many short ones', [5 * 60_000, ...Array(40).fill(44_000)]],
  ['many pauses just below the interval', Array(40).fill(44_999)],
  ['pauses of every length', Array.from({ length: 60 }, (_, index) => (index * 7_919) % 100_000)],
])('no more than the interval passes between two fetches, whatever the consumer does: %s', async (_, pausesMs) => {
  const { source, log } = numbers(10_000, { fetchMs: 2_000 });
  const items = keepAlive(source, INTERVAL_MS);
  const reading = (async () => {
    for (const ms of pausesMs) {
      await items.next();
      await pause(ms);
    }
  })();
  await vi.advanceTimersByTimeAsync(2 * 3_600_000);
  await reading;
  expect(log.fetched).toBeGreaterThan(40);
  expect(longestPauseMs(log)).toBeLessThanOrEqual(INTERVAL_MS);
  await items.return();
});

it('never fetches two items at once, although a fetch takes longer than the interval', async () => {
  const { source, log } = numbers(10_000, { fetchMs: 100_000 });
  const items = keepAlive(source, INTERVAL_MS);
  const first = items.next();
  await vi.advanceTimersByTimeAsync(3_600_000);
  await first;
  expect(log.starts.every((begin, index) => index === 0 || begin >= (log.ends[index - 1] ?? 0))).toBe(true);
  // 100 s for the fetch and 45 s of waiting, but none before the second item.
  expect(log.fetched).toBe(25);
  await items.return();
});

it('a failure comes after the items before it, however long the consumer takes', async () => {
  const { source } = numbers(3, { failure: new Error('broken') });
  const items = keepAlive(source, INTERVAL_MS);
  expect((await items.next()).value).toBe(1);
  await vi.advanceTimersByTimeAsync(10 * INTERVAL_MS);
  expect((await items.next()).value).toBe(2);
  expect((await items.next()).value).toBe(3);
  await expect(items.next()).rejects.toThrow('broken');
  expect(vi.getTimerCount()).toBe(0);
});

it('an end that came while the consumer was busy is still an end', async () => {
  const { source } = numbers(1);
  const items = keepAlive(source, INTERVAL_MS);
  await items.next();
  await vi.advanceTimersByTimeAsync(10 * INTERVAL_MS);
  expect(vi.getTimerCount()).toBe(0);
  expect(await items.next()).toEqual({ done: true, value: undefined });
});

it('a consumer that stops closes the source, once a fetch that is under way has ended', async () => {
  const { source, log } = numbers(100, { fetchMs: 1_000 });
  const items = keepAlive(source, INTERVAL_MS);
  const first = items.next();
  // Item 2 waits, and item 3 is on its way.
  await vi.advanceTimersByTimeAsync(1_000 + 1_000 + INTERVAL_MS + 500);
  expect((await first).value).toBe(1);
  await items.return();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(log.fetched).toBe(3);
  expect(log.isClosed).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});
