import type { StreamRun } from '../engine/stream-output.ts';
import type { Read } from '../engine/sync.ts';
import type { IntercomClient } from '../intercom/http/client.ts';
import type { ReadContext } from './context.ts';
import { showProgress } from './progress-display.ts';

const INTERVAL_MS = 60_000;
/** Shorter waits belong to every sync and would only make noise. */
const NOTABLE_HOLD_MS = 5_000;

/** Tells the user how a read goes: a line a minute and stream, waits for the rate limit, a summary at the end. */
export class ReadReport {
  readonly #read: Read;
  readonly #client: IntercomClient;
  readonly #run: ReadContext;
  readonly #startedMs: number;

  constructor(read: Read, client: IntercomClient, run: ReadContext) {
    this.#read = read;
    this.#client = client;
    this.#run = run;
    this.#startedMs = run.now();
  }

  async during(work: () => Promise<void>): Promise<void> {
    const timer = setInterval(() => this.#progress(), INTERVAL_MS);
    const { progress: style, stderr: output } = this.#run;
    const stopShowing = showProgress({
      style,
      output,
      lines: () => this.#read.streams.map((stream) => this.#line(stream)),
    });
    try {
      await work();
      this.#summary();
    } finally {
      clearInterval(timer);
      stopShowing();
    }
  }

  hold({ untilMs, reason }: { readonly untilMs: number; readonly reason: '429' | 'window' }): void {
    if (reason === '429' || untilMs - this.#run.now() > NOTABLE_HOLD_MS) this.#read.hold(untilMs);
  }

  release(): void {
    this.#read.release();
  }

  #progress(): void {
    const share = this.#client.share;
    const limit = share === undefined ? '' : `; ${Math.round(share * 100)} % of the rate limit in use`;
    for (const stream of this.#read.streams) {
      if (stream.isActive) this.#run.logger.info(`${this.#line(stream)} so far${limit}`);
    }
  }

  #summary(): void {
    for (const stream of this.#read.streams) {
      const end = stream.hasFailed ? 'incomplete' : 'complete';
      const seconds = ((stream.endedMs ?? this.#run.now()) - this.#startedMs) / 1000;
      const again = stream.repeated === 0 ? '' : `; ${stream.repeated} records were read again, as the overlap asks`;
      this.#run.logger.info(`${this.#line(stream)} in ${seconds.toFixed(1)} s, ${end}${again}`);
    }
  }

  #line(stream: StreamRun): string {
    const { name, rows, walk, expectedRows } = stream;
    const total = stream.isActive && expectedRows !== undefined ? ` of about ${Math.max(rows, expectedRows)}` : '';
    return `${name}: ${rows}${total} records, ${this.#client.calls(walk)} calls${this.#timeLeft(stream)}`;
  }

  #timeLeft({ rows, expectedRows, isActive }: StreamRun): string {
    if (!isActive || expectedRows === undefined || rows === 0) return '';
    const elapsedMs = this.#run.now() - this.#startedMs;
    const minutes = (Math.max(0, expectedRows - rows) * elapsedMs) / rows / 60_000;
    return `, about ${minutes < 1 ? 'a minute' : `${Math.round(minutes)} minutes`} left`;
  }
}
