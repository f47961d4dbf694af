import type { Api, ApiRequest, Body } from '../intercom/api.ts';
import type { Lease, LeaseOptions } from '../intercom/pace/memory-budget.ts';
import type { Gap, Job, Progress } from '../progress/progress.ts';

/** The records of one answer, and the part of the range that they cover. */
export interface Page<R> {
  readonly records: readonly R[];
  /** The part of the range that this page worked on. Once the page is written, all of it but `left` counts as read. */
  readonly gap?: Gap;
  readonly left?: Gap;
  /** The walk's whole list of records to ask for again, where this page changed it. */
  readonly retry?: readonly string[];
  /** The walk's whole list of export jobs to go on with, where this page changed it. */
  readonly jobs?: readonly Job[];
  /** True when an earlier sync could not read these records: they are written whatever their time. */
  readonly isRetry?: boolean;
  /** How many records the API says there are in all, for progress reports only. */
  readonly total?: number;
  /** How many of `total` the page goes through, where `total` counts the parents of its records. */
  readonly counted?: number;
  /** The memory that the page takes; whoever consumes the page releases it. */
  readonly lease?: Lease;
}

/** What a walk needs for one read: the API, the workspace's facts, and the log. */
export interface WalkContext {
  readonly api: Api;
  /** Names of the streams that this read feeds: calls that only one of them needs are left out when it is not among them. */
  readonly streams: readonly string[];
  /** Begins a page: its calls are made with the lease, which goes along with the page. */
  lease(options?: LeaseOptions): Lease;
  /** The server's clock at the first answer, Unix seconds. */
  readonly syncStart: number;
  /** The workspace's IANA time zone, by whose days contact search compares. */
  readonly timeZone: string;
  /** The workspace's code, as the API asks for it in some requests; empty where the token may not know it. */
  readonly workspaceId: string;
  /** When the workspace was made, Unix seconds: nothing in it is much older. */
  readonly workspaceCreatedAt: number;
  readonly signal: AbortSignal;
  /** Tells the user of something that the read itself can't fix. */
  warn(message: string): void;
  info(message: string): void;
  /** What only someone who looks for a fault wants to know. */
  debug(message: string): void;
}

/**
 * Goes once through all records of one Intercom resource, page by page. Streams made of the same records
 * share the walk, so that each page is fetched once.
 *
 * Every record changed in `progress`'s gaps is in some page; repeating one is allowed, leaving one out is not. A walk
 * that can't read to the end throws: ending early is only for `signal`.
 */
export interface Walk<R = Body> {
  readonly name: string;
  /** True when a read can go on from the gaps of an interrupted one; else gaps are not reported and it starts over. */
  readonly isResumable: boolean;
  /** True when only the gaps are read; false when everything is, so that the range is for the streams to cut. */
  readonly usesRange: boolean;
  /** When a record last changed, Unix seconds; not a number where it does not say. */
  changedAt(record: R): number;
  /** When a record was created, Unix seconds. Present where a full refresh cuts its gaps by it: it never changes. */
  createdAt?(record: R): number;
  /** The smallest request that shows whether the token may read this resource. `now` in Unix seconds. */
  probe(now: number): ApiRequest;
  /** True where the probe names a parent that does not exist: "not found" then shows that the token may read. */
  readonly isProbeNotFoundNormal?: true;
  /** The probe of the parents that the records are fetched for, where theirs is another permission. */
  parentProbe?(now: number): ApiRequest;
  read(progress: Progress, context: WalkContext): AsyncIterable<Page<R>>;
}

/**
 * A walk whose records come as they are listed, without further calls. Only these may be the parents of a walk with a
 * call per parent: completing records there would pay for the same calls twice.
 */
export interface BareWalk extends Walk {
  readonly isBare: true;
}

/** A time in a record, Unix seconds; not a number where there is none. */
export function timeIn(record: Body, field: string): number {
  return toSeconds(record[field]);
}

/**
 * Unix seconds of a time as the API writes it: a number, digits, or ISO text such as `2025-07-17T15:30:24.000Z`, which
 * is in UTC where it names no time zone. Not a number for anything else.
 */
export function toSeconds(value: unknown): number {
  const seconds = typeof value === 'string' ? secondsInText(value) : value;
  return typeof seconds === 'number' && Number.isFinite(seconds) ? Math.floor(seconds) : Number.NaN;
}

const DIGITS = /^\d+$/;
const ISO_TIME = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:?\d\d)?$/i;

function secondsInText(text: string): number {
  if (DIGITS.test(text)) return Number(text);
  const iso = ISO_TIME.exec(text);
  if (iso === null) return Number.NaN;
  const [time, zone] = iso;
  return Date.parse(zone === undefined ? `${time}Z` : time) / 1000;
}
