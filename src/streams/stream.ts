import type { z } from 'zod';
import type { ApiRequest, Body } from '../intercom/api.ts';
import type { Row } from '../rows/row.ts';
import type { Walk } from '../walks/walk.ts';

/** Where a workspace's own attributes of a stream's records are defined. */
export interface AttributeSource {
  readonly request: ApiRequest;
  /** The column that holds the attributes. */
  readonly property: string;
  /** The definitions in an answer to the request. */
  definitions(body: Body): readonly unknown[];
}

/** A table: it names the walk that feeds it and turns one record of that walk into its rows. */
export abstract class Stream<R = Body> {
  abstract readonly name: string;
  abstract readonly schema: z.ZodObject;
  abstract readonly walk: Walk<R>;
  readonly primaryKey: readonly string[] = ['id'];
  /** Absent: full refresh only. */
  readonly cursorField?: string;
  /** The stream whose changes this one follows, where Airbyte's own connector keeps its state under that name. */
  readonly parentInState?: string;

  /** True when the API's count of records is the count of rows. */
  readonly isRowPerRecord: boolean = false;
  /** Absent: the records have no attributes of the workspace's own, or none that can be typed. */
  readonly attributes?: AttributeSource;

  /** The text of messages in the stream's rows, changed by `convert`; absent where there is none. */
  convertBodies?(row: Row, convert: (body: unknown) => unknown): Row;

  /** Pure. Rows are what the API sent, plus named additions. */
  abstract rows(record: R): readonly Row[];
}

/** A stream with one row per record. */
export abstract class RecordStream extends Stream {
  override readonly isRowPerRecord = true;
  /** The columns of a record; the record itself unless a stream says otherwise. */
  protected readonly toRow: (record: Body) => Row = (record) => record;

  rows(record: Body): readonly Row[] {
    return [this.toRow(record)];
  }
}
