import type { z } from 'zod';
import type { ApiRequest, Body } from '../intercom/api.ts';
import { permissionsFor } from '../intercom/permissions.ts';
import type { ColumnRules } from '../rows/columns.ts';
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

/** Where the columns of a stream are named that are not the same in every workspace. */
export interface ColumnSource {
  readonly request: ApiRequest;
  /** Their properties, by name, in an answer to the request. Throws where the workspace has no such records. */
  of(body: Body): z.ZodRawShape;
}

/** The stream whose records the rows of a child belong to, and whose changes the child follows. */
export interface Parent {
  readonly stream: string;
  /** The child's column with the id of the parent. */
  readonly key: string;
  /** The child's column with the time when the parent last changed; absent where parents have no such time. */
  readonly changedAt?: string;
}

/**
 * A table: a class that names the walk that feeds it and turns one record of that walk into its rows. All that the
 * documentation, the tests and the scripts know of a stream is said here; `description` stands in for the docstring.
 */
export abstract class Stream<R = Body> {
  abstract readonly name: string;
  /** One sentence: what a row is. */
  abstract readonly description: string;
  /** A few words: how the stream is read, and what that costs in calls. */
  abstract readonly source: string;
  abstract readonly schema: z.ZodObject;
  abstract readonly walk: Walk<R>;
  readonly primaryKey: readonly string[] = ['id'];
  /** Absent: full refresh only. */
  readonly cursorField?: string;
  /**
   * True when a sync leaves out the records whose cursor is before the configured start date. A child does not say: it
   * goes by its parent, see `isBoundedByStartDate`.
   */
  readonly isBounded: boolean = false;
  readonly parent?: Parent;
  /** The parent's name, where Airbyte's own connector keeps the state of this stream under it. */
  readonly parentInState?: string;
  /** True when a row only says that two records belong together: no row says that they no longer do. */
  readonly isLink: boolean = false;
  /**
   * What a first sync makes a call for each of, where there may be millions of them, such as `contact`: the stream takes
   * hours at the rate limit, so it is not suggested.
   */
  readonly callPer?: string;
  /** True when the API's count of records is the count of rows. */
  readonly isRowPerRecord: boolean = false;
  /** Absent: the records have no attributes of the workspace's own, or none that can be typed. */
  readonly attributes?: AttributeSource;
  /** Absent: `schema` names all columns. */
  readonly columns?: ColumnSource;

  /** Columns whose values have another form than in API version 2.16: see `docs/migrating.md`. */
  readonly conversions: ColumnRules['conversions'] = {};
  /** Columns that are made of other ones. */
  readonly derived: ColumnRules['derived'] = {};
  /** Paths of the HTML that people wrote, which `message_bodies` is about. */
  readonly bodies: readonly string[] = [];
  /** Likewise of subjects, titles, remarks and values, mostly without markup. */
  readonly subjects: readonly string[] = [];

  /** The permissions of which reading the stream requires one, as the Developer Hub spells them. */
  get permissions(): readonly string[] {
    return permissionsFor(this.walk.probe(0).path);
  }

  /** Likewise for reading the parents, where that requires another permission. */
  get parentPermissions(): readonly string[] {
    const request = this.walk.parentProbe?.(0);
    const needed = request === undefined ? [] : permissionsFor(request.path);
    return needed.some((permission) => this.permissions.includes(permission)) ? [] : needed;
  }

  /** Pure. Rows are what the API sent, plus named additions; their columns are converted afterwards. */
  abstract rows(record: R): readonly Row[];
}

/** A stream with one row per record. */
export abstract class RecordStream extends Stream {
  override readonly isRowPerRecord = true;

  rows(record: Body): readonly Row[] {
    return [record];
  }
}
