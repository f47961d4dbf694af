import { pipeline, Readable } from 'node:stream';
import { parse } from 'csv-parse';

/** A field, or a quote that never ends, is not longer than this. */
const LONGEST_LINE = 16 * 1024 * 1024;

/** The lines of a CSV file as they arrive, the header among them. One of more than `longest` characters is an error. */
export function linesOf(bytes: AsyncIterable<Uint8Array>, longest = LONGEST_LINE): AsyncIterable<readonly string[]> {
  const parser = parse({
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: longest,
  });
  // What the file throws reaches whoever reads the lines.
  return pipeline(Readable.from(bytes), parser, () => undefined);
}
