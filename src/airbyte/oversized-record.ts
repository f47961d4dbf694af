import type { JsonObject } from '../json.ts';
import type { RecordChange } from './messages.ts';

/**
 * The row with its biggest top-level fields nulled until its JSON takes at most `maxBytes`, and what was nulled. Keys
 * and cursors survive, since they are small.
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
