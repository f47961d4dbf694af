import type { Body } from '../../intercom/api.ts';
import type { Progress } from '../../progress/progress.ts';
import { readGaps } from '../gaps/gap-pool.ts';
import { type BareWalk, type Page, timeIn, type WalkContext } from '../walk.ts';
import { GAPS_AT_ONCE, SearchGaps, type SearchOptions } from './gap-reader.ts';

/**
 * All records of a search endpoint, by the time of their last change (incremental) or of their creation (full
 * refresh, since a creation time never moves while the walk goes on), cut to the gaps on our side: the endpoint's own
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
  const gaps = new SearchGaps(options, progress, context);
  return readGaps(progress.gaps, GAPS_AT_ONCE, (gap, pool) => gaps.read(gap, pool));
}
