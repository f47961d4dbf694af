/** `npm run docs`: writes parts of `docs/streams.md` anew, out of what the streams say of themselves. */
import { readFile, writeFile } from 'node:fs/promises';
import { isBoundedByStartDate, streamsOf } from '../src/streams/registry.ts';
import type { Stream } from '../src/streams/stream.ts';
import { describeLinkTables } from './link-tables.ts';

const page = new URL('../docs/streams.md', import.meta.url);

/** The text that `docs/streams.md` should have: as it is, with what stands between two markers made anew. */
export async function streamsPage(): Promise<string> {
  const streams = streamsOf({
    activityLogsTimeStepDays: 30,
    customObjectTypes: ['<type>'],
    reportDatasets: ['<dataset>'],
  });
  const text = withPart(await readFile(page, 'utf8'), 'streams', describe(streams));
  return withPart(text, 'links', describeLinkTables(streams));
}

/** The text with `content` between the two markers of a part. */
function withPart(text: string, name: string, content: string): string {
  const marker = `<!-- ${name}: written by npm run docs -->`;
  const [start, end] = [text.indexOf(marker), text.indexOf(`<!-- /${name} -->`)];
  if (start === -1 || end < start) throw new Error(`docs/streams.md lacks "${marker}" or its end.`);
  return `${text.slice(0, start + marker.length)}\n\n${content}\n\n${text.slice(end)}`;
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
