import type { JsonObject } from '../json.ts';
import type { RecordChange } from './messages.ts';
import { shrinkRecord } from './oversized-record.ts';
import { dropUnprintable } from './unprintable-record.ts';

/** Every platform and destination accepts lines of this size, with some margin. */
const MAX_LINE_BYTES = 15_000_000;
const MAX_BYTES_PER_CHARACTER = 3;

/**
 * The text of a RECORD message, without line end. Some fields become null, and `meta.changes` names them: the largest
 * ones of a row that is too large for one line, and those that are nested too deep for JSON.
 */
export function recordLine(
  stream: string,
  row: JsonObject,
  emittedAtMs: number,
  changes: readonly RecordChange[] = [],
): string {
  const meta = changes.length === 0 ? '' : `,"meta":${JSON.stringify({ changes })}`;
  const head = `{"type":"RECORD","record":{"stream":${JSON.stringify(stream)},"emitted_at":${emittedAtMs},"data":`;
  const data = toJson(row);
  if (data === undefined) {
    const printable = dropUnprintable(row);
    return recordLine(stream, printable.row, emittedAtMs, [...changes, ...printable.changes]);
  }
  const line = `${head}${data}${meta}}}`;
  if (line.length * MAX_BYTES_PER_CHARACTER <= MAX_LINE_BYTES || Buffer.byteLength(line) < MAX_LINE_BYTES) {
    return line;
  }
  const shrunk = shrinkRecord(row, MAX_LINE_BYTES - Buffer.byteLength(head + meta) - 10_000);
  return recordLine(stream, shrunk.row, emittedAtMs, [...changes, ...shrunk.changes]);
}

/** Undefined where the row is nested too deep. */
function toJson(row: JsonObject): string | undefined {
  try {
    return JSON.stringify(row);
  } catch {
    return undefined;
  }
}
