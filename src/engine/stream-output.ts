import { toErrorTrace } from '../airbyte/error-trace.ts';
import type { MessageWriter } from '../airbyte/message-writer.ts';
import { estimateTrace, stateMessage } from '../airbyte/messages.ts';
import { recordLine } from '../airbyte/record-line.ts';
import { advance, clip, contains, finish, type Progress, withJobs } from '../progress/progress.ts';
import { toStreamState } from '../progress/stream-state.ts';
import type { RowShaper } from '../rows/row.ts';
import type { Stream } from '../streams/stream.ts';
import type { Page } from '../walks/walk.ts';
import type { StreamStatus } from './stream-status.ts';

/** A state at least this often: the platform takes silence for a hang, and what no state covers is read again. */
const ROWS_PER_STATE = 10_000;
const STATE_INTERVAL_MS = 10 * 60_000;

/** A stream that is to be read, and from where. */
export interface Selection {
  readonly stream: Stream<unknown>;
  readonly progress: Progress;
  readonly shape: RowShaper;
}

export interface OutputOptions {
  readonly writer: MessageWriter;
  /** Unix time in ms. */
  readonly now: () => number;
  debug?(message: string): void;
}

/**
 * One stream's part of the output: records and states out of a walk's pages, and at last COMPLETE or INCOMPLETE. It
 * owns the stream's progress, which moves only when the rows of a page have been written: a state vouches for every
 * row before it.
 */
export class StreamOutput {
  readonly stream: Stream<unknown>;
  readonly status: StreamStatus;
  readonly #selection: Selection;
  readonly #options: OutputOptions;
  /** Records changed before this second have come with an earlier sync already. */
  readonly #cursor: number;
  #progress: Progress;
  #rowsSinceState = 0;
  #lastStateMs: number;
  #rows = 0;
  #repeated = 0;
  #characters = 0;
  #expectedRows = 0;
  #records = 0;
  #totalRecords: number | undefined;
  #hasState = false;
  #failure: unknown;

  constructor(selection: Selection, status: StreamStatus, options: OutputOptions) {
    this.stream = selection.stream;
    this.status = status;
    this.#selection = selection;
    this.#options = options;
    this.#progress = selection.progress;
    this.#cursor = selection.progress.mode === 'incremental' ? selection.progress.since : Number.NEGATIVE_INFINITY;
    this.#lastStateMs = options.now();
  }

  get name(): string {
    return this.stream.name;
  }

  /** RECORD messages written so far. */
  get rows(): number {
    return this.#rows;
  }

  /** Records that an earlier sync has read, and this one again in its overlap. */
  get repeated(): number {
    return this.#repeated;
  }

  /** How many of {@link totalRecords} the walk has gone through, whether they made rows of this stream or not. */
  get records(): number {
    return this.#records;
  }

  /** How many records, or parents of records, the walk goes through by the API's count; undefined where it gives none. */
  get totalRecords(): number | undefined {
    // The count of a search is that of its first gap only.
    return this.#selection.progress.gaps.length > 1 ? undefined : this.#totalRecords;
  }

  /** Whether a state of it has been written. */
  get hasState(): boolean {
    return this.#hasState;
  }

  /** Why the stream is incomplete, once it is. */
  get failure(): unknown {
    return this.#failure;
  }

  /** What is still to read, as of the last page that has been written. */
  get progress(): Progress {
    return this.#progress;
  }

  /** Writes the rows of a page that the stream's own range covers, then counts the page as read. */
  async write(page: Page<unknown>): Promise<void> {
    this.#count(page);
    for (const record of page.records) {
      if (page.isRetry || this.#covers(record)) await this.#writeRecord(record);
    }
    if (page.total !== undefined && page.counted === undefined && this.stream.isRowPerRecord)
      await this.#expect(page.total);
    const { gap, retry, jobs } = page;
    if (gap !== undefined || retry !== undefined || jobs !== undefined) await this.#advance(this.#after(page));
  }

  /** Prints the last state again when none has been printed for a long time. */
  async keepAlive(): Promise<void> {
    const isSilent = this.#options.now() - this.#lastStateMs >= STATE_INTERVAL_MS;
    if (this.status.isActive && isSilent) await this.#state();
  }

  /** Ends the stream with nothing left to do. */
  async complete(): Promise<void> {
    await this.#advance(finish(this.#progress));
    await this.status.end('COMPLETE');
  }

  /** Ends the stream, unless it has ended, with what is safely done. Its own trace names the failure. */
  async fail(error: unknown, progress = this.#progress): Promise<void> {
    if (this.status.endedMs !== undefined) return;
    this.#failure = error;
    await this.status.start();
    await this.#advance(progress);
    await this.status.end('INCOMPLETE');
    const { writer, now } = this.#options;
    await writer.write(toErrorTrace(error, now(), this.name));
  }

  #count({ records, total, counted = records.length }: Page<unknown>): void {
    if (total === undefined) return;
    this.#records += counted;
    this.#totalRecords = Math.max(total, this.#totalRecords ?? 0);
  }

  /** A walk that several streams share may bring records outside the range of this one. */
  #covers(record: unknown): boolean {
    const { walk } = this.stream;
    const { progress } = this.#selection;
    const time = progress.mode === 'full_refresh' && walk.createdAt ? walk.createdAt(record) : walk.changedAt(record);
    return Number.isNaN(time) || contains(progress, time);
  }

  async #writeRecord(record: unknown): Promise<void> {
    if (this.stream.walk.changedAt(record) < this.#cursor) this.#repeated += 1;
    for (const row of this.stream.rows(record)) {
      const shaped = this.#selection.shape(row);
      await this.#writeLine(recordLine(this.name, shaped.row, this.#options.now(), shaped.changes));
    }
  }

  async #writeLine(line: string): Promise<void> {
    await this.status.beforeRecord();
    const ready = this.#options.writer.write(line);
    this.#rows += 1;
    this.#characters += line.length;
    this.#rowsSinceState += 1;
    await ready;
    if (this.#rowsSinceState >= ROWS_PER_STATE) await this.#state();
  }

  /** Tells the platform how many rows there are going to be, once more than it was told before. */
  async #expect(rows: number): Promise<void> {
    if (rows <= this.#expectedRows || this.#rows === 0) return;
    this.#expectedRows = rows;
    const bytes = Math.round((rows * this.#characters) / this.#rows);
    const { writer, now } = this.#options;
    await writer.write(estimateTrace(this.name, { rows, bytes }, now()));
  }

  #after({ gap, left, retry, jobs }: Page<unknown>): Progress {
    const running = jobs === undefined ? this.#progress : withJobs(this.#progress, jobs);
    const asked = retry === undefined ? running : { ...running, retry };
    return gap === undefined ? asked : clip(advance(asked, gap, left), this.#selection.progress.gaps);
  }

  async #advance(progress: Progress): Promise<void> {
    this.#progress = progress;
    await this.#state();
  }

  async #state(): Promise<void> {
    const layout = { cursorField: this.stream.cursorField, parentInState: this.stream.parentInState };
    const state = toStreamState(this.#progress, layout);
    const message = stateMessage(this.name, state, this.#rowsSinceState);
    this.#rowsSinceState = 0;
    this.#lastStateMs = this.#options.now();
    this.#options.debug?.(`${this.name}: state ${JSON.stringify(state)}`);
    this.#hasState = true;
    await Promise.all([this.status.running(), this.#options.writer.write(message)]);
  }
}
