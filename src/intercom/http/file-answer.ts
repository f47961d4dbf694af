import { Readable } from 'node:stream';
import axios, { type AxiosResponse, type InternalAxiosRequestConfig } from 'axios';
import { type NoAnswer, troubleOf } from './trouble.ts';

export interface FileOptions {
  /** Longest wait for the headers with the first bytes, and for any more bytes. */
  readonly attemptMs: number;
  readonly signal: AbortSignal;
}

/** The file broke off after its beginning had been handed on. */
export class BrokenFile extends Error {
  readonly failure: NoAnswer;

  constructor(failure: NoAnswer) {
    super(failure.trouble);
    this.failure = failure;
  }
}

/** Bodies other than a file are errors, or the page of a gateway; more of one is of no use. */
const MOST_TEXT = 64 * 1024;

const adapter = axios.getAdapter('http');

/** Bytes are handed on as they are: whether they are packed, and how, shows in them. */
const asItArrives = {
  responseType: 'stream',
  decompress: false,
  maxContentLength: -1,
  maxRedirects: 0,
  validateStatus: null,
} as const;

/**
 * Sends a request for a file. Resolves once its first bytes have arrived: `data` then is an async iterable of all of them,
 * which throws a {@link BrokenFile} where they break off. Of an answer other than a file, `data` is the text; of an empty
 * one it is the empty text. Resolves with the trouble when nothing usable arrived, and rejects only when aborted by the
 * signal. While nobody takes the bytes no time runs.
 */
export async function openFile(
  config: InternalAxiosRequestConfig,
  { attemptMs, signal }: FileOptions,
): Promise<AxiosResponse<unknown> | NoAnswer> {
  const limit = new WaitLimit(attemptMs, signal);
  try {
    const response = await limit.during(() => adapter({ ...config, ...asItArrives, signal: limit.signal }));
    const { status, headers, data } = response;
    const chunks = bytesOf(data);
    if (status < 200 || status > 299 || /^text\/html\b/i.test(String(headers['content-type']))) {
      const text = await limit.during(() => textOf(chunks));
      limit.end();
      return { ...response, data: text };
    }
    const first = await limit.during(() => chunks.next());
    if (first.done) limit.end();
    return { ...response, data: first.done ? '' : handOn(first.value, chunks, limit) };
  } catch (error) {
    limit.end();
    signal.throwIfAborted();
    return limit.isOver ? { trouble: 'time-out' } : troubleOf(error);
  }
}

async function* handOn(
  first: Uint8Array,
  chunks: AsyncGenerator<Uint8Array>,
  limit: WaitLimit,
): AsyncGenerator<Uint8Array> {
  try {
    yield first;
    for (;;) {
      const next = await limit.during(() => chunks.next()).catch((error: unknown) => limit.fail(error));
      if (next.done) return;
      yield next.value;
    }
  } finally {
    limit.end();
    await chunks.return(undefined).catch(() => undefined);
  }
}

async function* bytesOf(stream: unknown): AsyncGenerator<Uint8Array> {
  if (!(stream instanceof Readable)) throw new TypeError('The answer is no stream.');
  for await (const chunk of stream) yield chunk;
}

async function textOf(chunks: AsyncGenerator<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    length += chunk.length;
    if (length > MOST_TEXT) break;
  }
  return Buffer.concat(parts).toString();
}

/** Aborts an exchange when what it waits for takes too long, or when the sync ends. */
class WaitLimit {
  readonly #controller = new AbortController();
  readonly #ms: number;
  readonly #syncSignal: AbortSignal;
  readonly #abort = () => this.#controller.abort();
  #isOver = false;

  constructor(ms: number, syncSignal: AbortSignal) {
    syncSignal.throwIfAborted();
    this.#ms = ms;
    this.#syncSignal = syncSignal;
    syncSignal.addEventListener('abort', this.#abort, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** True once something has taken too long. */
  get isOver(): boolean {
    return this.#isOver;
  }

  async during<T>(work: () => Promise<T>): Promise<T> {
    const timer = setTimeout(() => {
      this.#isOver = true;
      this.#abort();
    }, this.#ms);
    try {
      return await work();
    } finally {
      clearTimeout(timer);
    }
  }

  fail(error: unknown): never {
    this.#syncSignal.throwIfAborted();
    throw new BrokenFile(this.#isOver ? { trouble: 'time-out' } : troubleOf(error));
  }

  /** The exchange is over. */
  end(): void {
    this.#syncSignal.removeEventListener('abort', this.#abort);
  }
}
