import type { RecordChange } from '../airbyte/messages.ts';
import { recordLine } from '../airbyte/record-line.ts';
import type { Progress } from '../progress/progress.ts';
import type { Row } from '../rows/row.ts';
import type { Stream } from '../streams/stream.ts';
import type { StreamRun } from './stream-output.ts';

/** A row as the configured catalog wants it, and what it lost on the way. */
export interface ShapedRow {
  readonly row: Row;
  readonly changes: readonly RecordChange[];
}

export type RowShaper = (row: Row) => ShapedRow;

export interface TableOptions {
  readonly stream: Stream<unknown>;
  readonly run: StreamRun;
  readonly progress: Progress;
  readonly shape: RowShaper;
}

/** A stream at work in a walk: it makes the stream's RECORD lines out of the walk's records. */
export class Table {
  readonly stream: Stream<unknown>;
  readonly run: StreamRun;
  readonly #shape: RowShaper;
  readonly #changedSince: number;
  /** Records older than this have come with an earlier sync already. */
  readonly #cursor: number;

  constructor({ stream, run, progress, shape }: TableOptions) {
    this.stream = stream;
    this.run = run;
    this.#shape = shape;
    this.#cursor = progress.mode === 'incremental' ? progress.since : Number.NEGATIVE_INFINITY;
    // A walk that can't ask for a range brings everything: what has not changed is left out here.
    const isFiltered = !stream.walk.isResumable && progress.mode === 'incremental';
    this.#changedSince = isFiltered ? (progress.gaps[0]?.from ?? Number.POSITIVE_INFINITY) : Number.NEGATIVE_INFINITY;
  }

  toLines(records: readonly unknown[], emittedAtMs: number): string[] {
    const changed = records.filter((record) => !(this.#changeOf(record) < this.#changedSince));
    this.run.countRepeated(changed.filter((record) => this.#changeOf(record) < this.#cursor).length);
    return changed
      .flatMap((record) => this.stream.rows(record))
      .map((row) => {
        const shaped = this.#shape(row);
        return recordLine(this.stream.name, shaped.row, emittedAtMs, shaped.changes);
      });
  }

  /** Unix seconds; not a number, and so never too old, where the record does not say. */
  #changeOf(record: unknown): number {
    const { cursorField } = this.stream;
    if (cursorField === undefined || typeof record !== 'object' || record === null) return Number.NaN;
    const time: unknown = Reflect.get(record, cursorField);
    return typeof time === 'number' ? time : Number.NaN;
  }
}
