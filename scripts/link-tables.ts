import type { Stream } from '../src/streams/stream.ts';

/** A link table that can be read incrementally, so that links which have ended stay in it. */
interface LinkTable {
  readonly name: string;
  readonly key: readonly string[];
  readonly parent: string;
  readonly parentId: string;
  readonly parentChangedAt: string;
}

/** What `docs/streams.md` says of the link tables: which streams they are, and the SQL that drops links which have ended. */
export function describeLinkTables(streams: readonly Stream<unknown>[]): string {
  const links = streams.filter(({ isLink }) => isLink);
  const growing = links.flatMap(toLinkTable);
  const whole = links.filter(({ name }) => !growing.some((table) => table.name === name));
  return [
    `Link tables: ${listOf(links)}.`,
    '',
    `${listOf(whole)} are only read in full. Overwrite them: then a link that has ended is gone with the next sync.`,
    '',
    'The others keep links that have ended. Each of these views has those that the last version of the parent still had:',
    ...growing.flatMap((table) => ['', '```sql', viewOf(table), '```']),
  ].join('\n');
}

function toLinkTable({ name, primaryKey, cursorField, parent }: Stream<unknown>): readonly LinkTable[] {
  if (cursorField === undefined || parent?.changedAt === undefined) return [];
  const { stream, key, changedAt } = parent;
  return [{ name, key: primaryKey, parent: stream, parentId: key, parentChangedAt: changedAt }];
}

function viewOf({ name, key, parent, parentId, parentChangedAt }: LinkTable): string {
  return [
    `create view current_${name} as`,
    `select distinct ${key.map((column) => `l.${column}`).join(', ')}`,
    `from ${name} l`,
    `join (select id, max(updated_at) as updated_at from ${parent} group by id) p on p.id = l.${parentId}`,
    `where l.${parentChangedAt} >= p.updated_at`,
  ].join('\n');
}

function listOf(streams: readonly Stream<unknown>[]): string {
  return streams.map(({ name }) => `\`${name}\``).join(', ');
}
