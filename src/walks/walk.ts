import type { Gap, Progress } from '../progress/progress.ts';
import type { Api, ApiRequest, Body } from '../intercom/api.ts';

/** One answer's worth of records, and what it did to the range. */
export interface Page<R> {
  readonly records: readonly R[];
  /** The stretch of the range that this page worked on; what of it is not in `left` is done once the page is written. */
  readonly gap?: Gap;
  readonly left?: Gap;
  /** The walk's whole list of records to ask for again, where this page changed it. */
  readonly retry?: readonly string[];
  /** How many records the API says there are in all, for progress reports only. */
  readonly total?: number;
}

/** What a read needs to know of the workspace. */
export interface Context {
  readonly api: Api;
  /** The server's clock at the first answer, Unix seconds. */
  readonly syncStart: number;
  /** The workspace's IANA time zone, by whose days contact search compares. */
  readonly timeZone: string;
  /** When the workspace was made, Unix seconds: nothing in it is much older. */
  readonly workspaceCreatedAt: number;
  readonly signal: AbortSignal;
  /** Tells the user what the read itself can't mend. */
  warn(message: string): void;
  info(message: string): void;
}

/**
 * Goes once through all records of one Intercom resource, page by page, at one pace. Streams made of the same records
 * share the walk, so that each page is fetched once.
 *
 * Every record changed in `progress`'s gaps is in some page; repeating one is allowed, leaving one out is not. A walk
 * that can't read to the end throws: ending early is only for `signal`.
 */
export interface Walk<R = Body> {
  readonly name: string;
  /** True when a read can go on from the gaps of an interrupted one; else gaps are not reported and it starts over. */
  readonly isResumable: boolean;
  /** True when the gaps of a full refresh are cut by the creation of records, which may lie long before the start date. */
  readonly slicesByCreation?: boolean;
  /** The smallest request that shows whether the token may read this resource. `now` in Unix seconds. */
  probe(now: number): ApiRequest;
  read(progress: Progress, context: Context): AsyncIterable<Page<R>>;
}
