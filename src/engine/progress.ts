export type Mode = 'incremental' | 'full_refresh';

/** The seconds `from ≤ t < to` that are still to be read, and the page to go on with where one has been written. */
export interface Gap {
  readonly from: number;
  readonly to: number;
  /** The search asked from second `since`, continued after Intercom's page token. A shortcut: `from` alone is enough. */
  readonly resume?: { readonly since: number; readonly token: string };
}

/** What of a walk's range is still to do. Plain data: it is what a state holds. */
export interface Progress {
  readonly mode: Mode;
  /** The cursor the sync was given, or the start date: Unix seconds. */
  readonly since: number;
  /** The sync's start: nothing at or after this second is read. */
  readonly until: number;
  /** Disjoint, ascending; none left means finished. */
  readonly gaps: readonly Gap[];
  /** Ids of parents whose own call failed for good: the next sync asks them first. */
  readonly retry: readonly string[];
}
