import type { RecordChange } from '../airbyte/messages.ts';
import { type ColumnRules, columnShape } from './columns.ts';
import type { JsonSchema } from './custom-attribute-types.ts';
import { customAttributeShape } from './custom-attribute-values.ts';
import { type BodyFormat, bodyShape, type WrittenTexts } from './message-bodies.ts';
import type { OnMisfit, Row, RowShaper } from './row.ts';

/** What a stream says of its rows. */
export interface RowSource extends ColumnRules, WrittenTexts {
  readonly name: string;
  readonly primaryKey: readonly string[];
  readonly cursorField?: string;
}

export interface ShapingOptions {
  /** The stream's schema in the configured catalog, by which custom attributes are typed. */
  readonly jsonSchema: JsonSchema;
  readonly messageBodies: BodyFormat;
  /** Told of the first value of a field that does not fit; a stream has one warning per field. */
  warn(message: string): void;
}

/**
 * Makes a stream's rows what its columns, the configuration and the configured catalog ask for. A value that can't be
 * shaped becomes null, and the record says so; keys and cursors keep the value that the API sent.
 */
export function rowShaper(source: RowSource, { jsonSchema, messageBodies, warn }: ShapingOptions): RowShaper {
  const { name, primaryKey, cursorField } = source;
  const kept = new Set(cursorField === undefined ? primaryKey : [...primaryKey, cursorField]);
  const shapes = [columnShape(source, kept), bodyShape(source, messageBodies), customAttributeShape(jsonSchema)].filter(
    (shape) => shape !== undefined,
  );
  const warned = new Set<string>();
  return (record) => {
    const changes: RecordChange[] = [];
    const onMisfit: OnMisfit = (field, problem) => {
      if (!kept.has(field) && !changes.some((change) => change.field === field)) changes.push(nulled(field));
      if (warned.has(field)) return;
      warned.add(field);
      const result = kept.has(field) ? 'stays as Intercom sent it' : 'becomes null';
      warn(
        `${name}: ${field} of record ${idOf(record, primaryKey)} ${problem}, so it ${result}. Other records may have the same problem: it is reported once per sync.`,
      );
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
