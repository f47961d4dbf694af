import { toErrorTrace } from '../airbyte/error-trace.ts';
import type { MessageWriter } from '../airbyte/message-writer.ts';
import { estimateTrace, rateLimitedTrace, stateMessage, streamStatusTrace } from '../airbyte/messages.ts';
import type { Progress } from '../progress/progress.ts';
import { type StateLayout, toStreamState } from '../progress/stream-state.ts';

/** A state at least this often: the platform takes silence for a hang, and what no state covers is read again. */
const ROWS_PER_STATE = 10_000;
const STATE_INTERVAL_MS = 10 * 60_000;

export interface StreamRunOptions {
  readonly name: string;
  /** The walk that feeds the stream. */
  readonly walk: string;
  readonly layout: StateLayout;
  readonly progress: Progress;
  readonly writer: MessageWriter;
  readonly now: () => number;
}

/**
 * One stream's part of the output, in the order the protocol asks for: STARTED, RUNNING, records and states, a last
 * state, COMPLETE or INCOMPLETE. A state is made from the rows that have been written, never from pages fetched.
 */
export class StreamRun {
  readonly name: string;
  readonly walk: string;
  readonly #layout: StateLayout;
  readonly #writer: MessageWriter;
  readonly #now: () => number;
  #progress: Progress;
  #status: 'pending' | 'started' | 'running' | 'ended' = 'pending';
  #isHeld = false;
  #rowsSinceState = 0;
  #lastStateMs = 0;
  #rows = 0;
  #repeated = 0;
  #characters = 0;
  #expectedRows: number | undefined;
  #endedMs: number | undefined;
  #hasFailed = false;

  constructor({ name, walk, layout, progress, writer, now }: StreamRunOptions) {
    this.name = name;
    this.walk = walk;
    this.#layout = layout;
    this.#progress = progress;
    this.#writer = writer;
    this.#now = now;
  }

  get rows(): number {
    return this.#rows;
  }

  /** Records that an earlier sync has read, and this one again in its overlap. */
  get repeated(): number {
    return this.#repeated;
  }

  /** How many rows the API led to expect, where it did. */
  get expectedRows(): number | undefined {
    return this.#expectedRows;
  }

  get endedMs(): number | undefined {
    return this.#endedMs;
  }

  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  get progress(): Progress {
    return this.#progress;
  }

  get isActive(): boolean {
    return this.#status === 'started' || this.#status === 'running';
  }

  countRepeated(records: number): void {
    this.#repeated += records;
  }

  async start(): Promise<void> {
    this.#status = 'started';
    this.#lastStateMs = this.#now();
    await this.#writer.write(streamStatusTrace(this.name, 'STARTED', this.#now()));
  }

  /** Writes RECORD lines. They count as read only when {@link advance} says so. */
  async write(lines: readonly string[]): Promise<void> {
    if (lines.length > 0) {
      this.#isHeld = false;
      await this.#running();
    }
    for (const line of lines) {
      const ready = this.#writer.write(line);
      this.#rows += 1;
      this.#characters += line.length;
      this.#rowsSinceState += 1;
      await ready;
      if (this.#rowsSinceState >= ROWS_PER_STATE) await this.#state();
    }
  }

  /** Tells the platform how many rows there are going to be, once more than it was told before. */
  async expect(rows: number): Promise<void> {
    if (rows <= (this.#expectedRows ?? 0) || this.#rows === 0) return;
    this.#expectedRows = rows;
    const bytes = Math.round((rows * this.#characters) / this.#rows);
    await this.#writer.write(estimateTrace(this.name, { rows, bytes }, this.#now()));
  }

  /** All rows behind `progress` have been written. */
  async advance(progress: Progress): Promise<void> {
    this.#progress = progress;
    await this.#state();
  }

  /** Prints the last state again when none has been printed for a long time. */
  async keepAlive(): Promise<void> {
    if (this.isActive && this.#now() - this.#lastStateMs >= STATE_INTERVAL_MS) await this.#state();
  }

  /** Tells the platform that the stream waits for the rate limit. */
  async hold(untilMs: number): Promise<void> {
    if (!this.isActive) return;
    this.#status = 'running';
    this.#isHeld = true;
    await this.#writer.write(rateLimitedTrace(this.name, untilMs, this.#now()));
  }

  /** Tells the platform that the wait is over, unless a record has told so. */
  async release(): Promise<void> {
    if (!this.#isHeld || !this.isActive) return;
    this.#isHeld = false;
    await this.#writer.write(streamStatusTrace(this.name, 'RUNNING', this.#now()));
  }

  async complete(progress: Progress): Promise<void> {
    await this.advance(progress);
    await this.#end('COMPLETE');
  }

  /** Ends the stream, unless it has ended, with what is safely done. Its own trace names the failure. */
  async fail(error: unknown): Promise<void> {
    if (this.#status === 'ended') return;
    if (this.#status === 'pending') await this.start();
    await this.#state();
    await this.#end('INCOMPLETE');
    await this.#writer.write(toErrorTrace(error, this.#now(), this.name));
  }

  async #running(): Promise<void> {
    if (this.#status === 'running') return;
    this.#status = 'running';
    await this.#writer.write(streamStatusTrace(this.name, 'RUNNING', this.#now()));
  }

  async #state(): Promise<void> {
    const message = stateMessage(this.name, toStreamState(this.#progress, this.#layout), this.#rowsSinceState);
    this.#rowsSinceState = 0;
    this.#lastStateMs = this.#now();
    await Promise.all([this.#running(), this.#writer.write(message)]);
  }

  async #end(status: 'COMPLETE' | 'INCOMPLETE'): Promise<void> {
    this.#status = 'ended';
    this.#hasFailed = status === 'INCOMPLETE';
    this.#endedMs = this.#now();
    await this.#writer.write(streamStatusTrace(this.name, status, this.#now()));
  }
}
