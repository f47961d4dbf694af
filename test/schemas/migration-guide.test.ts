import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { OFFICIAL_STREAMS } from './official-columns.ts';

const guide = readFileSync(new URL('../../docs/migrating.md', import.meta.url), 'utf8');

it.each(
  Object.entries(OFFICIAL_STREAMS).flatMap(([stream, { differences }]) =>
    differences.map(({ column, ours, reason }) => [`${stream}.${column}`, ours ?? 'no such column', reason]),
  ),
)('the migration guide tells that %s is %s here, and why', (column, ours, reason) => {
  expect(guide).toContain(`| \`${column}\` | ${ours} | ${reason} |`);
});
