import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { Tickets } from '../../src/streams/tickets/tickets.ts';
import { columnsOf } from '../streams/fixtures.ts';
import { OFFICIAL_STREAMS } from './official-columns.ts';

const guide = readFileSync(new URL('../../docs/migrating.md', import.meta.url), 'utf8');

it.each(
  Object.entries(OFFICIAL_STREAMS).flatMap(([stream, { differences }]) =>
    differences.map(({ column, ours, reason }) => [`${stream}.${column}`, ours ?? 'no such column', reason]),
  ),
)('the migration guide tells that %s is %s here, and why', (column, ours, reason) => {
  expect(guide).toContain(`| \`${column}\` | ${ours} | ${reason} |`);
});

it('the migration guide tells that a ticket that nobody is assigned to has null here, and "0" there', () => {
  const row = columnsOf(new Tickets())({ id: '1', admin_assignee_id: 0, team_assignee_id: 0 });
  expect(row).toEqual({ id: '1', admin_assignee_id: null, team_assignee_id: null });
  expect(guide).toContain('| `tickets.admin_assignee_id`, `team_assignee_id` | `"0"` when nobody is assigned | null,');
});
