import type { JsonObject } from '../json.ts';
import type { RecordChange } from './messages.ts';

/**
 * The row with those top-level fields nulled that can't be written as JSON, and the list of these fields. `JSON.parse`
 * accepts any depth; `JSON.stringify` overflows the stack at some thousand levels.
 */
export function dropUnprintable(row: JsonObject): {
  readonly row: JsonObject;
  readonly changes: readonly RecordChange[];
} {
  const fields = Object.keys(row).filter((name) => !isPrintable(row[name]));
  return {
    row: { ...row, ...Object.fromEntries(fields.map((name) => [name, null])) },
    changes: fields.map((field) => ({ field, change: 'NULLED', reason: 'SOURCE_SERIALIZATION_ERROR' })),
  };
}

/** The added levels are a margin for the row and the message around the field. */
function isPrintable(value: unknown): boolean {
  try {
    JSON.stringify([[[[[[[[value]]]]]]]]);
    return true;
  } catch {
    return false;
  }
}
