import type { Body } from '../../intercom/api.ts';

export type TimeField = 'updated_at' | 'created_at';

export interface Asked {
  readonly field: TimeField;
  readonly from: number;
  /** Exclusive; without an end when absent. */
  readonly to?: number | undefined;
  /** Only records with an `updated_at` from this second on. */
  readonly changedSince?: number | undefined;
}

/**
 * The query for the records of a range, in Unix seconds. An endpoint may compare exact seconds, whole days in UTC, or
 * whole days in the workspace's zone, where `>` begins with the next day and `=` is all of a day; and `>` may let its own
 * value through. Under each of these the answer holds the whole range, and mostly more.
 */
export function searchQuery({ field, from, to, changedSince }: Asked): Body {
  const filters = [atOrAfter(field, from)];
  if (to !== undefined) filters.push(before(field, to));
  if (changedSince !== undefined) filters.push(atOrAfter('updated_at', changedSince));
  return { operator: 'AND', value: filters };
}

function atOrAfter(field: TimeField, seconds: number): Body {
  return either({ field, operator: '=', value: seconds }, { field, operator: '>', value: Math.max(0, seconds - 1) });
}

function before(field: TimeField, seconds: number): Body {
  return either({ field, operator: '=', value: seconds - 1 }, { field, operator: '<', value: seconds });
}

function either(...value: readonly Body[]): Body {
  return { operator: 'OR', value };
}
