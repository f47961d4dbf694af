import { expect, it } from 'vitest';
import { ReadAhead } from '../../src/walks/read-ahead.ts';

/** Yields `name1`, `name2`, … and notes each when it is asked for. */
async function* source(name: string, count: number, asked: string[]): AsyncGenerator<string> {
  for (let index = 1; index <= count; index += 1) {
    asked.push(`${name}${index}`);
    yield `${name}${index}`;
  }
}

async function take<T>(items: AsyncIterable<T>): Promise<T[]> {
  const taken: T[] = [];
  for await (const item of items) taken.push(item);
  return taken;
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

it.each([0, 1, 2, 100])('brings all items in their order with room for %i', async (room) => {
  const ahead = new ReadAhead(room);
  const asked: string[] = [];
  for (const count of [0, 1, 2, 7]) {
    const items = await ahead.start(source('a', count, asked));
    expect(await take(items)).toEqual(Array.from({ length: count }, (_, index) => `a${index + 1}`));
  }
});

it('fetches the first item of each source at once, and further ones while there is room', async () => {
  const asked: string[] = [];
  const ahead = new ReadAhead(2);
  for (const name of ['a', 'b', 'c']) await ahead.start(source(name, 3, asked));
  await settled();
  expect(asked).toEqual(['a1', 'a2', 'b1', 'b2', 'c1']);
});

it('has room again when an item is consumed', async () => {
  const asked: string[] = [];
  const ahead = new ReadAhead(1);
  const first = await ahead.start(source('a', 2, asked));
  await ahead.start(source('b', 2, asked));
  await settled();
  expect(asked).toEqual(['a1', 'a2', 'b1']);
  await take(first);
  await ahead.start(source('c', 2, asked));
  await settled();
  expect(asked).toEqual(['a1', 'a2', 'b1', 'c1', 'c2']);
});

it('keeps one item ahead of the consumer', async () => {
  const asked: string[] = [];
  const items = (await new ReadAhead(5).start(source('a', 4, asked)))[Symbol.asyncIterator]();
  await items.next();
  await settled();
  expect(asked).toEqual(['a1', 'a2']);
  await items.next();
  await settled();
  expect(asked).toEqual(['a1', 'a2', 'a3']);
});

it('takes no room for the end of a source', async () => {
  const asked: string[] = [];
  const ahead = new ReadAhead(1);
  for (const name of ['a', 'b', 'c']) {
    await ahead.start(source(name, 1, asked));
    await settled();
  }
  await ahead.start(source('d', 2, asked));
  await settled();
  expect(asked).toEqual(['a1', 'b1', 'c1', 'd1', 'd2']);
});

it('has no more room after many sources than before', async () => {
  const ahead = new ReadAhead(1);
  for (const count of [0, 1, 2, 3, 4]) await take(await ahead.start(source('a', count, [])));
  const asked: string[] = [];
  for (const name of ['b', 'c', 'd']) await ahead.start(source(name, 2, asked));
  await settled();
  expect(asked).toEqual(['b1', 'b2', 'c1', 'd1']);
});

async function* failingAfter(count: number, asked: string[]): AsyncGenerator<string> {
  yield* source('x', count, asked);
  throw new Error('no more');
}

it('rejects with the failure of a first item, and fails in its turn for a later one, which takes no room', async () => {
  const asked: string[] = [];
  const ahead = new ReadAhead(1);
  await expect(ahead.start(failingAfter(0, asked))).rejects.toThrow('no more');
  const items = await ahead.start(failingAfter(1, asked));
  await settled();
  await ahead.start(source('d', 2, asked));
  await settled();
  expect(asked).toEqual(['x1', 'd1', 'd2']);
  const iterator = items[Symbol.asyncIterator]();
  expect(await iterator.next()).toEqual({ done: false, value: 'x1' });
  await expect(iterator.next()).rejects.toThrow('no more');
});
