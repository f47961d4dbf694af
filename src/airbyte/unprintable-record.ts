import type { JsonObject } from '../json.ts';
import type { RecordChange } from './messages.ts';

/**
 * The row with the top-level fields nulled that no JSON can be made of, and which these are. `JSON.parse` takes any
 * depth; `JSON.stringify` overflows the stack at some thousand levels.
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

/** With levels to spare for what is around the field. */
function isPrintable(value: unknown): boolean {
  try {
    JSON.stringify([[[[[[[[value]]]]]]]]);
    return true;
  } catch {
    return false;
  }
}
