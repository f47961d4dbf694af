/** `npm run docs`: writes parts of `docs/streams.md` and `docs/intercom.md` anew, out of what the streams say of themselves. */
import { readFile, writeFile } from 'node:fs/promises';
import { isBoundedByStartDate, streamsOf } from '../src/streams/registry.ts';
import type { Stream } from '../src/streams/stream.ts';
import { describeLinkTables } from './link-tables.ts';

type Streams = readonly Stream<unknown>[];

/** The generated parts of each page in `docs/`: what stands between the markers of their names. */
const pages: Readonly<Record<string, Readonly<Record<string, (streams: Streams) => string>>>> = {
  'streams.md': { streams: describe, links: describeLinkTables },
  'intercom.md': { permissions: describePermissions, 'supported streams': listStreams },
};

/** The text that each page with generated parts should have, by its name in `docs/`. */
export async function generatedPages(): Promise<ReadonlyMap<string, string>> {
  const streams = streamsOf({
    activityLogsTimeStepDays: 30,
    customObjectTypes: ['<type>'],
    reportDatasets: ['<dataset>'],
  });
  const texts = Object.entries(pages).map(async ([page, parts]) => {
    let text = await readFile(addressOf(page), 'utf8');
    for (const [name, write] of Object.entries(parts)) text = withPart(text, name, write(streams), page);
    return [page, text] as const;
  });
  return new Map(await Promise.all(texts));
}

function addressOf(page: string): URL {
  return new URL(`../docs/${page}`, import.meta.url);
}

/** The text with `content` between the two markers of a part. */
function withPart(text: string, name: string, content: string, page: string): string {
  const marker = `<!-- ${name}: written by npm run docs -->`;
  const [start, end] = [text.indexOf(marker), text.indexOf(`<!-- /${name} -->`)];
  if (start === -1 || end < start) throw new Error(`docs/${page} lacks "${marker}" or its end.`);
  return `${text.slice(0, start + marker.length)}\n\n${content}\n\n${text.slice(end)}`;
}

function describe(streams: Streams): string {
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

/** One row for each permission, with the streams that it is needed for. */
function describePermissions(streams: Streams): string {
  const byPermission = new Map<string, string[]>();
  for (const { name, permissions } of streams) {
    const needed = permissions.join(' or ') || 'not documented by Intercom';
    byPermission.set(needed, [...(byPermission.get(needed) ?? []), code(name)]);
  }
  const rows = [...byPermission].toSorted(([a], [b]) => Number(/^[a-z]/.test(a)) - Number(/^[a-z]/.test(b)));
  const lines = rows.map(([permission, names]) => [permission, names.join(', ')]);
  return [['permission', 'streams'], ['---', '---'], ...lines].map(toLine).join('\n');
}

function listStreams(streams: Streams): string {
  const rows = streams.map(({ name, description, cursorField }) => [
    `[${code(name)}](streams.md)`,
    description,
    cursorField === undefined ? 'full refresh' : 'full refresh, incremental',
  ]);
  return [['stream', 'what a row is', 'sync modes'], Array(3).fill('---'), ...rows].map(toLine).join('\n');
}

function toLine(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function code(name: string): string {
  return `\`${name}\``;
}

if (import.meta.url === new URL(process.argv[1] ?? '', 'file:').href) {
  for (const [page, text] of await generatedPages()) await writeFile(addressOf(page), text);
}
