/** `npm run docs`: writes the generated parts of `docs/streams.md`, and `docs/columns.md`, out of what the streams say of themselves. */
import { readFile, writeFile } from 'node:fs/promises';
import { isBoundedByStartDate, streamsOf } from '../src/streams/registry.ts';
import type { Stream } from '../src/streams/stream.ts';
import { columnsPage } from './columns-page.ts';
import { describeCosts } from './costs.ts';
import { describeLinkTables } from './link-tables.ts';
import { code, permissionOf, table } from './markdown.ts';

const page = new URL('../docs/streams.md', import.meta.url);
const columns = new URL('../docs/columns.md', import.meta.url);
const streams = streamsOf({ activityLogsTimeStepDays: 30, customObjectTypes: ['<type>'] });

/** The text that `docs/streams.md` should have: as it is, with what stands between two markers made anew. */
export async function streamsPage(): Promise<string> {
  const parts = {
    streams: describe(),
    costs: describeCosts(streams),
    texts: describeTexts(),
    links: describeLinkTables(streams),
  };
  return Object.entries(parts).reduce(
    (text, [name, content]) => withPart(text, name, content),
    await readFile(page, 'utf8'),
  );
}

/** The text that `docs/columns.md` should have. */
export function columnsText(): string {
  return columnsPage(streams);
}

/** The text with `content` between the two markers of a part. */
function withPart(text: string, name: string, content: string): string {
  const marker = `<!-- ${name}: written by npm run docs -->`;
  const [start, end] = [text.indexOf(marker), text.indexOf(`<!-- /${name} -->`)];
  if (start === -1 || end < start) throw new Error(`docs/streams.md lacks "${marker}" or its end.`);
  return `${text.slice(0, start + marker.length)}\n\n${content}\n\n${text.slice(end)}`;
}

function describe(): string {
  const rows = streams.map((stream) => [
    `[${code(stream.name)}](columns.md#${anchorOf(stream)})${marksOf(stream)}`,
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

/** Where GitHub puts the heading of a stream. */
function anchorOf({ name }: Stream<unknown>): string {
  return name.toLowerCase().replaceAll(/[^\w-]/g, '');
}

function describeTexts(): string {
  const rows = streams.flatMap(({ name, bodies, subjects }) =>
    bodies.length + subjects.length === 0 ? [] : [[code(name), [...bodies, ...subjects].map(code).join(', ')]],
  );
  return table(['stream', 'texts'], rows);
}

if (import.meta.url === new URL(process.argv[1] ?? '', 'file:').href) {
  await writeFile(page, await streamsPage());
  await writeFile(columns, columnsText());
}
