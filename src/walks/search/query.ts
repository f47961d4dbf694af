import type { Body } from '../../intercom/api.ts';

export type TimeField = 'updated_at' | 'created_at';

export interface SearchRange {
  readonly field: TimeField;
  /** The first second. */
  readonly from: number;
  /** The second after the last; no upper end when absent. */
  readonly to?: number | undefined;
  /** Only records with an `updated_at` from this second on. */
  readonly changedSince?: number | undefined;
}

/**
 * The query for the records of a range, in Unix seconds. The answer holds the whole range, and mostly some records
 * outside it, which the caller drops.
 *
 * Contact search compares whole days of the workspace's time zone: `>` selects from the next day on, and `=` selects all
 * of a day. The other searches compare seconds, and `>` may or may not let its own value through
 * (https://developers.intercom.com/docs/references/rest-api/api.intercom.io/contacts/searchcontacts).
 *
 * Example: with the cursor at 14:30 on 3 May, the query asks for `= 3 May 14:30:00 or > 3 May 14:29:59`. Whether the
 * server compares days or seconds, nothing after 14:30 is missed.
 */
export function searchQuery({ field, from, to, changedSince }: SearchRange): Body {
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
