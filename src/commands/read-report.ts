import type { StreamOutput } from '../engine/stream-output.ts';
import type { Sync } from '../engine/sync.ts';
import type { IntercomClient } from '../intercom/http/client.ts';
import type { ReadContext } from './context.ts';
import { showProgress } from './progress-display.ts';

const INTERVAL_MS = 60_000;

/** Tells the user how a read goes: a line a minute and stream, and a summary at the end. */
export class ReadReport {
  readonly #sync: Sync;
  readonly #client: IntercomClient;
  readonly #context: ReadContext;
  readonly #startedMs: number;

  constructor(sync: Sync, client: IntercomClient, context: ReadContext) {
    this.#sync = sync;
    this.#client = client;
    this.#context = context;
    this.#startedMs = context.now();
  }

  async during(work: () => Promise<void>): Promise<void> {
    const timer = setInterval(() => this.#progress(), INTERVAL_MS);
    const { progress: style, stderr: output } = this.#context;
    const stopShowing = showProgress({
      style,
      output,
      lines: () => this.#sync.streams.map((stream) => this.#line(stream)),
    });
    try {
      await work();
      this.#summary();
    } finally {
      clearInterval(timer);
      stopShowing();
    }
  }

  #progress(): void {
    const share = this.#client.share;
    const limit = share === undefined ? '' : `; ${Math.round(share * 100)} % of the rate limit in use`;
    for (const stream of this.#sync.streams) {
      if (stream.status.isActive) this.#context.logger.info(`${this.#line(stream)} so far${limit}`);
    }
  }

  #summary(): void {
    for (const stream of this.#sync.streams) {
      const { status, repeated } = stream;
      const end = status.isComplete ? 'complete' : 'incomplete';
      const seconds = ((status.endedMs ?? this.#context.now()) - this.#startedMs) / 1000;
      const were = repeated === 1 ? 'was' : 'were';
      const again = repeated === 0 ? '' : `; ${counted(repeated, 'record')} ${were} read again, as the overlap asks`;
      this.#context.logger.info(`${this.#line(stream)} in ${seconds.toFixed(1)} s, ${end}${again}`);
    }
  }

  #line(stream: StreamOutput): string {
    const { name, rows, expectedRows, status } = stream;
    const total = status.isActive && expectedRows !== undefined ? ` of about ${Math.max(rows, expectedRows)}` : '';
    const calls = counted(this.#client.calls(stream.stream.walk.name), 'call');
    const records = total === '' ? counted(rows, 'record') : `${rows}${total} records`;
    return `${name}: ${records}, ${calls}${this.#timeLeft(stream)}`;
  }

  #timeLeft({ rows, expectedRows, status }: StreamOutput): string {
    if (!status.isActive || expectedRows === undefined || rows === 0) return '';
    const elapsedMs = this.#context.now() - this.#startedMs;
    const minutes = (Math.max(0, expectedRows - rows) * elapsedMs) / rows / 60_000;
    return `, about ${minutes < 1 ? 'a minute' : `${Math.round(minutes)} minutes`} left`;
  }
}

function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}
