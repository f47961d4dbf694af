import type { CallReport } from '../servers/call-report.ts';

const PER_SEARCH = 150;
const PER_PAGE: Readonly<Record<string, number>> = { '/admins/activity_logs': 250, '/companies/scroll': 100 };
/** Only an empty page ends the scroll. */
const ENDS: Readonly<Record<string, number>> = { '/companies/scroll': 1 };

/** Rows of the workspace, by the path from which they come in pages. */
export type Rows = Readonly<Record<string, number>>;

/**
 * The fewest calls that bring the same rows: each search once, whoever needs its records, in full pages; the
 * scroll and activity logs likewise; each other request that was made, once.
 */
export function fewestCalls({ kinds }: CallReport, rows: Rows): number {
  let calls = 0;
  for (const [kind, { distinct }] of Object.entries(kinds)) {
    const [, path = ''] = kind.split(' ');
    const count = rows[path];
    const pages = count === undefined ? distinct : Math.ceil(count / (PER_PAGE[path] ?? PER_SEARCH));
    calls += pages + (ENDS[path] ?? 0);
  }
  return calls;
}
