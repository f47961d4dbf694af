import { toJsonSchema } from '../src/airbyte/json-schema.ts';
import type { Stream } from '../src/streams/stream.ts';
import { code, permissionOf, table } from './markdown.ts';

/** All of `docs/columns.md`: each stream with its columns. */
export function columnsPage(streams: readonly Stream<unknown>[]): string {
  return [
    '# Columns',
    '',
    '<!-- Written by npm run docs -->',
    '',
    'Each stream of [streams.md](streams.md) with its columns. All may be null but keys and cursors. Times are Unix seconds unless the column says otherwise. Columns that Intercom adds later come too, without being listed here.',
    ...streams.flatMap((stream) => ['', ...describe(stream)]),
    '',
  ].join('\n');
}

function describe(stream: Stream<unknown>): string[] {
  const { name, description, primaryKey, cursorField, source, parent } = stream;
  const facts = [
    `Key: ${primaryKey.map(code).join(', ')}.`,
    cursorField === undefined ? 'Full refresh only.' : `Cursor: ${code(cursorField)}.`,
    ...(parent === undefined ? [] : [`Belongs to ${code(parent.stream)} by ${code(parent.key)}.`]),
    `Read by: ${source}.`,
    `Permission: ${permissionOf(stream)}.`,
  ];
  return [`## ${code(name)}`, '', description, '', facts.join(' '), '', columnsOf(stream)];
}

function columnsOf({ schema }: Stream<unknown>): string {
  const columns = Object.entries(Object(toJsonSchema(schema).properties)).map(([name, property]) => {
    const { type, description = '' } = Object(property);
    const types = [type].flat().filter((one) => one !== 'null');
    return [code(name), types.join(' or '), String(description)];
  });
  return table(['column', 'type', 'meaning'], columns);
}
