import type { CallReport } from '../servers/call-report.ts';

const PER_SEARCH = 150;
const PER_PAGE: Readonly<Record<string, number>> = { '/admins/activity_logs': 250, '/companies/scroll': 100 };
/** Only an empty page ends the scroll. */
const ENDS: Readonly<Record<string, number>> = { '/companies/scroll': 1 };
/** Which rows come in pages from a path. */
const ROWS_AT: Readonly<Record<string, string>> = {
  '/contacts/search': 'contacts',
  '/conversations/search': 'conversations',
  '/tickets/search': 'tickets',
  '/admins/activity_logs': 'activity_logs',
  '/companies/scroll': 'companies',
};

/**
 * The fewest calls that bring the same rows: each search once, whoever needs its records, in full pages; the
 * scroll and activity logs likewise; each other request that was made, once. `sizes`: how many rows the workspace has.
 */
export function fewestCalls({ kinds }: CallReport, sizes: Readonly<Record<string, number>>): number {
  let calls = 0;
  for (const [kind, { distinct }] of Object.entries(kinds)) {
    const [, path = ''] = kind.split(' ');
    const count = sizes[ROWS_AT[path] ?? ''];
    const pages = count === undefined ? distinct : Math.ceil(count / (PER_PAGE[path] ?? PER_SEARCH));
    calls += pages + (ENDS[path] ?? 0);
  }
  return calls;
}
