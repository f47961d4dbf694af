import type { RecordChange } from '../airbyte/messages.ts';
import type { JsonObject } from '../json.ts';

/** One row of a stream, by column. */
export type Row = JsonObject;

/** A row as the configuration and the configured catalog want it, and what it lost on the way. */
export interface ShapedRow {
  readonly row: Row;
  readonly changes: readonly RecordChange[];
}

export type RowShaper = (row: Row) => ShapedRow;
