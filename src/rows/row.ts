import type { RecordChange } from '../airbyte/messages.ts';
import type { JsonObject } from '../json.ts';

/** One row of a stream, by column. */
export type Row = JsonObject;

/** A row as the configuration and the configured catalog want it, and what it lost on the way. */
export interface ShapedRow {
  readonly row: Row;
  readonly changes: readonly RecordChange[];
}

/** Never throws, whatever the row holds. */
export type RowShaper = (row: Row) => ShapedRow;

/**
 * Told of a value that can't have the form of its column. `field` is its path in the row; `problem` continues the
 * sentence that begins with it, such as "could not be converted".
 */
export type OnMisfit = (field: string, problem: string) => void;

/** Makes a changed copy of a row. Never throws: a value that can't be changed as it should becomes null, and is told. */
export type Shape = (row: Row, onMisfit: OnMisfit) => Row;
