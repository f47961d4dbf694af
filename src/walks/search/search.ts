import type { Body } from '../../intercom/api.ts';
import type { Progress } from '../../progress/progress.ts';
import { readGaps } from '../gaps/gap-pool.ts';
import type { Splitting } from '../gaps/gap-sharing.ts';
import { type BareWalk, type Page, timeIn, type WalkContext } from '../walk.ts';
import { startOfDay } from './days.ts';
import { SEARCHES_AT_ONCE } from './endpoint.ts';
import { GapReader, type SearchOptions } from './gap-reader.ts';

/**
 * All records of a search endpoint, by the time of their last change (incremental) or of their creation (full refresh,
 * since a creation time never moves while the walk goes on). The answers are cut to the gaps here: the endpoint's own
 * comparison may be exclusive, inclusive or of whole days.
 */
export function search(options: SearchOptions): BareWalk {
  return {
    name: options.name,
    isBare: true,
    isResumable: true,
    usesRange: true,
    changedAt: (record) => timeIn(record, 'updated_at'),
    createdAt: (record) => timeIn(record, 'created_at'),
    probe: () => ({
      method: 'POST',
      path: options.path,
      body: { query: { field: 'created_at', operator: '>', value: 0 }, pagination: { per_page: 1 } },
    }),
    read: (progress, context) => readSearch(options, progress, context),
  };
}

function readSearch(options: SearchOptions, progress: Progress, context: WalkContext): AsyncGenerator<Page<Body>> {
  const reader = new GapReader(options, progress, context);
  // More readers than that would only wait for each other's calls.
  const pool = { atOnce: SEARCHES_AT_ONCE, splitting: splittingOf(options, progress, context) };
  return readGaps(progress.gaps, pool, (gap, share) => reader.read(gap, share));
}

function splittingOf(
  { name, comparesDays }: SearchOptions,
  { until }: Progress,
  { timeZone, workspaceCreatedAt, debug }: WalkContext,
): Splitting {
  return {
    until,
    earliest: workspaceCreatedAt,
    // Where whole days are compared, parts that share a day would both read all of it.
    edge: comparesDays ? (seconds) => startOfDay(seconds, timeZone) : Math.floor,
    onSplit: (parts) => {
      const ranges = parts.map(({ from, to }) => `${from} to ${to}`);
      debug(`${name}: split a gap into ${parts.length}, in Unix seconds: ${ranges.join(', ')}.`);
    },
  };
}
