import type { Stream } from '../src/streams/stream.ts';

/** A table of Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [toLine(head), toLine(head.map(() => '---')), ...rows.map(toLine)].join('\n');
}

function toLine(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

export function code(name: string): string {
  return `\`${name}\``;
}

/** All permissions that reading a stream requires, its parents included. */
export function permissionOf({ permissions, parentPermissions }: Stream<unknown>): string {
  const own = permissions.join(' or ');
  if (parentPermissions.length === 0) return own || 'not documented';
  return `${own} and ${parentPermissions.join(' or ')}`;
}
