import type { Readable } from 'node:stream';

/** What became of one stream, Unix ms. */
export interface StreamTimes {
  records: number;
  firstRecordAtMs: number | undefined;
  endedAtMs: number | undefined;
}

const RECORD = '{"type":"RECORD","record":{"stream":"';
const STARTED = '"status":"STARTED"';
const COMPLETE = '"status":"COMPLETE"';
const LINE_END = 0x0a;
/** Names of streams, and whole statuses, end within so many bytes of a line. */
const HEAD_BYTES = 300;

/**
 * Counts the records of each stream as they come. Looks at the beginnings of lines only, so that reading costs little
 * next to what is measured.
 */
export class Output {
  readonly streams = new Map<string, StreamTimes>();
  /** When the first stream was told as STARTED, before the first call; Unix ms. */
  startedAtMs: number | undefined;
  /** How many records had come by when; a point every thousand. */
  readonly progress: { readonly atMs: number; readonly records: number }[] = [];
  #records = 0;
  /** The first bytes of a line whose end has not come. */
  #head = '';

  /** Reads to the end; `delayMs` says how long to wait after so many bytes. */
  async consume(stdout: Readable, delayMs: (bytes: number) => number = () => 0): Promise<void> {
    for await (const chunk of stdout) {
      this.#take(chunk);
      const ms = delayMs(chunk.length);
      if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
    }
  }

  get records(): number {
    return this.#records;
  }

  #take(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(LINE_END); end >= 0; end = chunk.indexOf(LINE_END, start)) {
      this.#line(this.#head + this.#headIn(chunk, start, end));
      this.#head = '';
      start = end + 1;
    }
    this.#head += this.#headIn(chunk, start, chunk.length);
  }

  /** What of a line's first bytes is in this stretch of it. */
  #headIn(chunk: Buffer, start: number, end: number): string {
    return chunk.toString('latin1', start, Math.min(end, start + HEAD_BYTES - this.#head.length));
  }

  #line(head: string): void {
    const atMs = Date.now();
    if (head.startsWith(RECORD)) {
      const stream = this.#stream(head.slice(RECORD.length, head.indexOf('"', RECORD.length)));
      stream.records += 1;
      stream.firstRecordAtMs ??= atMs;
      this.#records += 1;
      if (this.#records % 1_000 === 0) this.progress.push({ atMs, records: this.#records });
    } else if (head.includes(STARTED)) {
      this.startedAtMs ??= atMs;
    } else if (head.includes(COMPLETE)) {
      const [, name = ''] = /"stream_descriptor":\{"name":"(\w+)"/.exec(head) ?? [];
      this.#stream(name).endedAtMs = atMs;
    }
  }

  #stream(name: string): StreamTimes {
    const known = this.streams.get(name) ?? { records: 0, firstRecordAtMs: undefined, endedAtMs: undefined };
    this.streams.set(name, known);
    return known;
  }
}
