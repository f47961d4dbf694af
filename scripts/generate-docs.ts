/** `npm run docs`: rewrites pages of `docs/`, or parts of them, from what the streams say of themselves. */
import { readFile, writeFile } from 'node:fs/promises';
import { isBoundedByStartDate, streamsOf } from '../src/streams/registry.ts';
import type { Stream } from '../src/streams/stream.ts';
import { columnsPage } from './columns-page.ts';
import { describeCosts } from './costs.ts';
import { describeLinkTables } from './link-tables.ts';
import { code, permissionOf, table } from './markdown.ts';

const streams = streamsOf({
  activityLogsTimeStepDays: 30,
  customObjectTypes: ['<type>'],
  reportDatasets: ['<dataset>'],
});

/** The generated parts of each page in `docs/`: what stands between the markers of their names. */
const parts: Readonly<Record<string, Readonly<Record<string, () => string>>>> = {
  'streams.md': {
    streams: describeStreams,
    costs: () => describeCosts(streams),
    texts: describeTexts,
    links: () => describeLinkTables(streams),
  },
  'intercom.md': { permissions: describePermissions, 'supported streams': listStreams },
};

/** The text that each generated page should have, by its name in `docs/`. */
export async function generatedPages(): Promise<ReadonlyMap<string, string>> {
  const texts = Object.entries(parts).map(async ([page, contents]) => {
    let text = await readFile(addressOf(page), 'utf8');
    for (const [name, write] of Object.entries(contents)) text = withPart(text, name, write(), page);
    return [page, text] as const;
  });
  return new Map([['columns.md', columnsPage(streams)], ...(await Promise.all(texts))]);
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

function describeStreams(): string {
  const rows = streams.map((stream) => [
    `${linkTo(stream)}${marksOf(stream)}`,
    stream.description,
    stream.cursorField === undefined ? 'full' : `full, incremental by ${code(stream.cursorField)}`,
    stream.source,
    permissionOf(stream),
  ]);
  return table(['stream', 'what a row is', 'sync modes', 'how it is read', 'permission'], rows);
}

function marksOf(stream: Stream<unknown>): string {
  return `${isBoundedByStartDate(stream, streams) ? ' ◷' : ''}${stream.callPer === undefined ? '' : ' ⧗'}`;
}

/** To the stream's columns; the anchor is where GitHub puts its heading. */
function linkTo({ name }: Stream<unknown>): string {
  return `[${code(name)}](columns.md#${name.toLowerCase().replaceAll(/[^\w-]/g, '')})`;
}

function describeTexts(): string {
  const rows = streams.flatMap(({ name, bodies, subjects }) =>
    bodies.length + subjects.length === 0 ? [] : [[code(name), [...bodies, ...subjects].map(code).join(', ')]],
  );
  return table(['stream', 'texts'], rows);
}

/** One row for each permission, with the streams that it is needed for; those that Intercom documents first. */
function describePermissions(): string {
  const byPermission = new Map<string, string[]>();
  for (const stream of streams) {
    const needed = permissionOf(stream);
    byPermission.set(needed, [...(byPermission.get(needed) ?? []), code(stream.name)]);
  }
  const rows = [...byPermission].toSorted(([a], [b]) => Number(/^[a-z]/.test(a)) - Number(/^[a-z]/.test(b)));
  return table(
    ['permission', 'streams'],
    rows.map(([permission, names]) => [permission, names.join(', ')]),
  );
}

function listStreams(): string {
  const rows = streams.map((stream) => [
    linkTo(stream),
    stream.description,
    stream.cursorField === undefined ? 'full refresh' : 'full refresh, incremental',
  ]);
  return table(['stream', 'what a row is', 'sync modes'], rows);
}

if (import.meta.url === new URL(process.argv[1] ?? '', 'file:').href) {
  for (const [page, text] of await generatedPages()) await writeFile(addressOf(page), text);
}
