import { incompleteAnswer } from '../../intercom/incomplete-answer.ts';

/** Takes from a stream of bytes as many as are wanted, and gives back what proves to be more than that. */
export class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #ahead: Buffer = Buffer.alloc(0);

  constructor(bytes: AsyncIterable<Uint8Array>) {
    this.#source = bytes[Symbol.asyncIterator]();
  }

  /** The next bytes, as many as are at hand; undefined at the end. */
  async chunk(): Promise<Buffer | undefined> {
    while (this.#ahead.length === 0) {
      const next = await this.#source.next();
      if (next.done) return undefined;
      this.#ahead = toBuffer(next.value);
    }
    const chunk = this.#ahead;
    this.#ahead = Buffer.alloc(0);
    return chunk;
  }

  /** Puts bytes back, to be taken next. */
  giveBack(bytes: Buffer): void {
    this.#ahead = this.#ahead.length === 0 ? bytes : Buffer.concat([bytes, this.#ahead]);
  }

  /** Up to `count` bytes, which stay to be taken; fewer only at the end. */
  async peek(count: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    let length = 0;
    while (length < count) {
      const chunk = await this.chunk();
      if (chunk === undefined) break;
      parts.push(chunk);
      length += chunk.length;
    }
    const found = Buffer.concat(parts);
    this.giveBack(found);
    return found.subarray(0, count);
  }

  /** Exactly `count` bytes; throws where the stream has fewer left. */
  async take(count: number): Promise<Buffer> {
    const found = await this.peek(count);
    if (found.length < count) throw cutOff();
    this.#ahead = this.#ahead.subarray(count);
    return found;
  }

  /** All that is left. */
  async *rest(): AsyncGenerator<Buffer> {
    try {
      for (let chunk = await this.chunk(); chunk !== undefined; chunk = await this.chunk()) yield chunk;
    } finally {
      await this.close();
    }
  }

  /** Nothing more is wanted. */
  async close(): Promise<void> {
    await this.#source.return?.();
  }
}

export function cutOff(): Error {
  return incompleteAnswer('an export file that ends too early');
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
