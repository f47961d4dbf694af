import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import type { Row } from '../../json.ts';

export interface File {
  readonly name: string;
  readonly text: string;
}

/** A CSV file with these columns; what is null or absent is an empty field. */
export function csvOf(columns: readonly string[], rows: Iterable<Row>): string {
  const lines = [columns.map(fieldOf).join(',')];
  for (const row of rows) lines.push(columns.map((column) => fieldOf(row[column])).join(','));
  return `${lines.join('\n')}\n`;
}

function fieldOf(value: unknown): string {
  const text = value === null || value === undefined ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function gzipOf(text: string): Buffer {
  return gzipSync(text);
}

/** An archive as it is written to a stream: sums and lengths stand behind each file. */
export function zipOf(files: readonly File[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, text } of files) {
    const content = Buffer.from(text);
    const packed = deflateRawSync(content);
    const sums = numbers([crc32(content), 4], [packed.length, 4], [content.length, 4]);
    const title = Buffer.from(name);
    const common = numbers([20, 2], [8, 2], [8, 2], [0, 4]);
    const lengths = numbers([title.length, 2], [0, 2]);
    const local = Buffer.concat([numbers([0x04034b50, 4]), common, Buffer.alloc(12), lengths, title]);
    const whole = Buffer.concat([local, packed, numbers([0x08074b50, 4]), sums]);
    directory.push(
      Buffer.concat([
        ...[numbers([0x02014b50, 4], [20, 2]), common, sums, lengths],
        ...[numbers([0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]), title],
      ]),
    );
    parts.push(whole);
    offset += whole.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const count = files.length;
  const end = numbers([0x06054b50, 4], [0, 2], [0, 2], [count, 2], [count, 2], [size, 4], [offset, 4], [0, 2]);
  return Buffer.concat([...parts, ...directory, end]);
}

/** Numbers of two or four bytes, the lowest byte first. */
function numbers(...values: readonly (readonly [value: number, bytes: number])[]): Buffer {
  return Buffer.concat(
    values.map(([value, bytes]) => {
      const buffer = Buffer.alloc(bytes);
      buffer.writeUIntLE(value, 0, bytes);
      return buffer;
    }),
  );
}
