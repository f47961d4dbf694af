import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ByteQueue } from '../../src/engine/queue.ts';

async function all<T>(queue: ByteQueue<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of queue) items.push(item);
  return items;
}

/** Whether the promise has been kept by the next turn of the event loop. */
async function isKept(promise: Promise<unknown>): Promise<boolean> {
  return await Promise.race([promise.then(() => true), turn(false)]);
}

describe('ByteQueue', () => {
  it('gives its items in the order in which they came, and ends when it is closed', async () => {
    const queue = new ByteQueue<string>(100);
    const taken = all(queue);
    for (const item of ['a', 'b', 'c']) await queue.push(item, 10);
    queue.close();
    expect(await taken).toEqual(['a', 'b', 'c']);
  });

  it('gives what waits in it even when it is closed before it is read', async () => {
    const queue = new ByteQueue<string>(100);
    await queue.push('a', 10);
    queue.close();
    expect(await all(queue)).toEqual(['a']);
  });

  it('holds a producer back while more than its limit waits', async () => {
    const queue = new ByteQueue<string>(100);
    expect(await isKept(queue.push('a', 100))).toBe(true);
    const held = queue.push('b', 1);
    expect(await isKept(held)).toBe(false);
    const consumer = queue[Symbol.asyncIterator]();
    await consumer.next();
    expect(await isKept(held)).toBe(true);
  });

  it('takes one item of any size, so that a large one is never stuck', async () => {
    const queue = new ByteQueue<string>(100);
    const held = queue.push('large', 10_000);
    expect((await queue[Symbol.asyncIterator]().next()).value).toBe('large');
    expect(await isKept(held)).toBe(true);
  });

  it('holds back each of several producers', async () => {
    const queue = new ByteQueue<string>(100);
    const held = [queue.push('a', 101), queue.push('b', 50), queue.push('c', 60)];
    expect(await Promise.all(held.map(isKept))).toEqual([false, false, false]);
    const consumer = queue[Symbol.asyncIterator]();
    await consumer.next();
    expect(await Promise.all(held.map(isKept))).toEqual([false, false, false]);
    await consumer.next();
    expect(await Promise.all(held.map(isKept))).toEqual([true, true, true]);
  });

  it('lets go of everyone when it is closed, and drops what comes later', async () => {
    const queue = new ByteQueue<string>(100);
    const held = queue.push('a', 101);
    queue.close();
    expect(await isKept(held)).toBe(true);
    expect(await isKept(queue.push('late', 1_000))).toBe(true);
    expect(await all(queue)).toEqual(['a']);
  });

  it('ends a consumer that waits', async () => {
    const queue = new ByteQueue<string>(100);
    const taken = all(queue);
    await turn();
    queue.close();
    expect(await taken).toEqual([]);
  });
});
