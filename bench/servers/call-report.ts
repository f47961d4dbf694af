/** One window of ten seconds, as the server saw it. */
export interface WindowCalls {
  /** Unix seconds. */
  readonly startsAt: number;
  /** Calls of the connector, refused ones included. */
  readonly calls: number;
  /** Its calls that were answered with 429. */
  readonly refused: number;
  /** Calls of another application of the same workspace. */
  readonly others: number;
}

export interface CallReport {
  readonly windows: readonly WindowCalls[];
  /** The connector's calls by method and path, with `:id` for ids; and how many of them were different requests. */
  readonly kinds: Readonly<Record<string, { readonly calls: number; readonly distinct: number }>>;
}

/** The query by which calls of the other application are told from those of the connector. */
export const OTHER_APPLICATION = 'application=other';
