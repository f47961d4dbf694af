/** `npm run docs`: rewrites the table in `docs/streams.md` from the classes of the streams. */
import { readFile, writeFile } from 'node:fs/promises';
import { isBoundedByStartDate, streamsOf } from '../src/streams/registry.ts';
import type { Stream } from '../src/streams/stream.ts';

const page = new URL('../docs/streams.md', import.meta.url);
const START = '<!-- streams: written by npm run docs -->';
const END = '<!-- /streams -->';

/** The text of `docs/streams.md`, with the part between the two markers rewritten. */
export async function streamsPage(): Promise<string> {
  const text = await readFile(page, 'utf8');
  const [start, end] = [text.indexOf(START), text.indexOf(END)];
  if (start === -1 || end < start) throw new Error(`docs/streams.md lacks "${START}" or, after it, "${END}".`);
  const streams = streamsOf({ activityLogsTimeStepDays: 30, customObjectTypes: ['<type>'] });
  return `${text.slice(0, start + START.length)}\n\n${describe(streams)}\n\n${text.slice(end)}`;
}

function describe(streams: readonly Stream<unknown>[]): string {
  const rows = streams.map((stream) => [
    `${code(stream.name)}${isBoundedByStartDate(stream, streams) ? ' ◷' : ''}`,
    stream.description,
    stream.primaryKey.map(code).join(', '),
    stream.cursorField === undefined ? '' : code(stream.cursorField),
    stream.source,
    stream.permissions.join(' or ') || 'not documented',
  ]);
  const bodies = streams.flatMap(({ name, bodies: paths }) => paths.map((path) => code(`${name}.${path}`)));
  return [
    toLine(['stream', 'what a row is', 'key', 'cursor', 'how it is read', 'permission']),
    toLine(Array(6).fill('---')),
    ...rows.map(toLine),
    '',
    `\`message_bodies\` is about ${bodies.join(', ')}.`,
  ].join('\n');
}

function toLine(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function code(name: string): string {
  return `\`${name}\``;
}

if (import.meta.url === new URL(process.argv[1] ?? '', 'file:').href) {
  await writeFile(page, await streamsPage());
}
