import { describe, expect, it } from 'vitest';
import { ByteReader } from '../../../src/walks/exports/byte-reader.ts';

/** A reader of these chunks; `state` tells how many it has asked for, and whether it closed the stream. */
function readerOf(...chunks: readonly string[]) {
  const state = { asked: 0, isClosed: false };
  const source = async function* () {
    try {
      for (const chunk of chunks) {
        state.asked += 1;
        yield Buffer.from(chunk);
      }
    } finally {
      state.isClosed = true;
    }
  };
  return { reader: new ByteReader(source()), state };
}

async function textOf(bytes: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of bytes) parts.push(part);
  return Buffer.concat(parts).toString();
}

describe('bytes that are only looked at', () => {
  it('stay to be taken', async () => {
    const { reader } = readerOf('ab', 'cd', 'ef');
    expect((await reader.peek(3)).toString()).toBe('abc');
    expect((await reader.take(3)).toString()).toBe('abc');
    expect(await textOf(reader.rest())).toBe('def');
  });

  it('are fewer at the end', async () => {
    const { reader } = readerOf('ab', 'c');
    expect((await reader.peek(9)).toString()).toBe('abc');
    expect(await textOf(reader.rest())).toBe('abc');
  });

  it('are not waited for where enough of them have come', async () => {
    const { reader, state } = readerOf('ab', 'cd', 'ef');
    await reader.peek(4);
    expect(state.asked).toBe(2);
  });
});

it('more bytes than there are can not be taken', async () => {
  const { reader } = readerOf('abc');
  await expect(reader.take(4)).rejects.toMatchObject({
    failureType: 'transient_error',
    message: expect.stringContaining('an export file that ends too early'),
  });
});

it('bytes that are given back come first', async () => {
  const { reader } = readerOf('cd');
  reader.giveBack(Buffer.from('b'));
  reader.giveBack(Buffer.from('a'));
  expect(await textOf(reader.rest())).toBe('abcd');
});

describe('the stream', () => {
  it('is closed when whoever reads the rest leaves early', async () => {
    const { reader, state } = readerOf('a', 'b');
    for await (const _ of reader.rest()) break;
    expect(state.isClosed).toBe(true);
  });

  it('may be one that can not be closed', async () => {
    let count = 0;
    const next = async (): Promise<IteratorResult<Uint8Array>> =>
      count++ === 0 ? { done: false, value: Buffer.from('a') } : { done: true, value: undefined };
    const reader = new ByteReader({ [Symbol.asyncIterator]: () => ({ next }) });
    expect(await textOf(reader.rest())).toBe('a');
  });
});
