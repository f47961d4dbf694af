import type { JsonObject } from '../json.ts';
import type { RecordChange } from './messages.ts';

/**
 * The row with its largest top-level fields nulled until its JSON has at most `maxBytes`, and the list of these fields.
 * Keys and cursors are small, so they stay.
 */
export function shrinkRecord(
  row: JsonObject,
  maxBytes: number,
): { readonly row: JsonObject; readonly changes: readonly RecordChange[] } {
  const changes: RecordChange[] = [];
  const shrunk: Record<string, unknown> = { ...row };
  let bytes = jsonBytes(row);
  for (const field of biggestFirst(row)) {
    if (bytes <= maxBytes) break;
    bytes -= field.bytes - 'null'.length;
    shrunk[field.name] = null;
    changes.push({ field: field.name, change: 'NULLED', reason: 'SOURCE_RECORD_SIZE_LIMITATION' });
  }
  return { row: shrunk, changes };
}

function biggestFirst(row: JsonObject): readonly { readonly name: string; readonly bytes: number }[] {
  return Object.entries(row)
    .map(([name, value]) => ({ name, bytes: jsonBytes(value) }))
    .sort((one, other) => other.bytes - one.bytes);
}

function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? '');
}
