import type { RecordChange } from '../airbyte/messages.ts';
import type { JsonSchema } from '../json.ts';
import { type ColumnRules, columnShape } from './columns.ts';
import { customAttributeShape } from './custom-attribute-values.ts';
import { type BodyFormat, bodyShape, type WrittenTexts } from './message-bodies.ts';
import type { Misfits } from './misfits.ts';
import type { OnMisfit, Row, RowShaper } from './row.ts';

/** What a stream says of its rows. */
export interface RowSource extends ColumnRules, WrittenTexts {
  readonly primaryKey: readonly string[];
  readonly cursorField?: string;
}

export interface ShapingOptions {
  /** The stream's schema in the configured catalog, by which custom attributes are typed. */
  readonly jsonSchema: JsonSchema;
  readonly messageBodies: BodyFormat;
  /** Told of each record and field in which a value does not fit. */
  readonly misfits: Pick<Misfits, 'tell'>;
}

/**
 * Makes a stream's rows what its columns, the configuration and the configured catalog ask for. A value that can't be
 * shaped becomes null, and the record says so; keys and cursors keep the value that the API sent.
 */
export function rowShaper(source: RowSource, { jsonSchema, messageBodies, misfits }: ShapingOptions): RowShaper {
  const { primaryKey, cursorField } = source;
  const kept = new Set(cursorField === undefined ? primaryKey : [...primaryKey, cursorField]);
  const shapes = [columnShape(source, kept), bodyShape(source, messageBodies), customAttributeShape(jsonSchema)].filter(
    (shape) => shape !== undefined,
  );
  return (record) => {
    const changes: RecordChange[] = [];
    const told = new Set<string>();
    const onMisfit: OnMisfit = (field, problem) => {
      if (told.has(field)) return;
      told.add(field);
      if (!kept.has(field)) changes.push(nulled(field));
      const result = kept.has(field) ? 'stays as Intercom sent it' : 'becomes null';
      misfits.tell(field, problem, result, idOf(record, primaryKey));
    };
    const row = shapes.reduce((shaped, shape) => shape(shaped, onMisfit), record);
    return { row, changes };
  };
}

function nulled(field: string): RecordChange {
  return { field, change: 'NULLED', reason: 'SOURCE_SERIALIZATION_ERROR' };
}

/** The values of the key. One that is neither text nor a number can't be told in a line of a log. */
function idOf(record: Row, primaryKey: readonly string[]): string {
  const values = primaryKey.map((column) => record[column]);
  return values.map((value) => (typeof value === 'string' || typeof value === 'number' ? value : '?')).join(' ');
}
