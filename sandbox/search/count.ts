import type { Collection } from './collection.ts';
import type { Predicate } from './filters.ts';

interface Count {
  readonly revision: number;
  readonly total: number;
}

/** Counting takes a look at every row, so a count is kept until something changes. */
const counts = new WeakMap<Collection, Map<string, Count>>();

/** How many rows match. `query` must tell apart all that `matches` depends on. */
export function countMatches(collection: Collection, query: string, matches: Predicate): number {
  const kept: Map<string, Count> = counts.get(collection) ?? new Map();
  counts.set(collection, kept);
  const known = kept.get(query);
  if (known?.revision === collection.revision) return known.total;
  let total = 0;
  for (const row of collection.all()) {
    if (collection.indexedTimeOf(row, 'created_at') !== undefined && matches(row)) total++;
  }
  if (kept.size > 100) kept.clear();
  kept.set(query, { revision: collection.revision, total });
  return total;
}
