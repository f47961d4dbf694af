import { isDeepStrictEqual } from 'node:util';

export type Mode = 'incremental' | 'full_refresh';

/** The seconds `from ≤ t < to` that are still to be read, and the page to go on with where one has been written. */
export interface Gap {
  readonly from: number;
  readonly to: number;
  /** The search asked from second `since`, continued after Intercom's page token. A shortcut: `from` alone is enough. */
  readonly resume?: { readonly since: number; readonly token: string };
}

/** What the id of an export job may be: it becomes part of a path, and of a state. */
export const JOB_ID = /^[\w-]{1,100}$/;

/** An export job that Intercom runs, or has run, for a window of the range, and whose file has not been read to its end. */
export interface Job {
  readonly id: string;
  /** The window: the seconds `from ≤ t < to`. */
  readonly from: number;
  readonly to: number;
  /** How many rows of its file have been written, and a digest of the last of them. */
  readonly read?: { readonly rows: number; readonly last: string };
}

/** What of a walk's range is still to do. Plain data: it is what a state holds. */
export interface Progress {
  readonly mode: Mode;
  /** The cursor the sync was given, or the start date: Unix seconds. */
  readonly since: number;
  /** The sync's start, in Unix seconds: where the range ends. A list may bring newer records, which are written too. */
  readonly until: number;
  /** Disjoint, ascending; none left means finished. */
  readonly gaps: readonly Gap[];
  /** Ids of records whose own call failed for good: the next sync asks for them first. */
  readonly retry: readonly string[];
  /** Export jobs to go on with; absent where there are none. */
  readonly jobs?: readonly Job[];
}

/**
 * How long a change may stay invisible to search. Intercom says "a few minutes" for new contacts and gives no figure
 * for the rest (https://developers.intercom.com/docs/references/rest-api/api.intercom.io/contacts/searchcontacts).
 */
export const INDEX_LAG_SECONDS = 15 * 60;

export interface Range {
  readonly mode: Mode;
  /** The start date: where a first sync starts. */
  readonly start: number;
  /** The earliest second of the field that the gaps are cut by, where that is not `start`. */
  readonly earliest?: number;
  /** The sync's start. */
  readonly until: number;
  /** How far beyond the index lag a sync goes back before the cursor of a finished one, in seconds. */
  readonly lookback: number;
}

/**
 * What is to do in a sync, given what an earlier one left.
 *
 * Incremental: after a finished sync the time since its cursor, the index lag and the lookback included; after an
 * unfinished one its gaps as they are, and the time since it began, the index lag included.
 * Full refresh: the gaps of an unfinished full refresh, nothing more after a finished one; anything else starts over.
 */
export function begin(stored: Progress | undefined, range: Range): Progress {
  if (range.mode === 'full_refresh') return stored?.mode === 'full_refresh' ? stored : fresh(range);
  if (stored === undefined || (stored.mode === 'full_refresh' && stored.gaps.length > 0)) return fresh(range);
  const cursor = cursorOf(stored);
  const seen = stored.gaps.length === 0 ? cursor - range.lookback : stored.until;
  return {
    mode: 'incremental',
    since: cursor,
    until: Math.max(range.until, stored.until),
    gaps: join(stored.gaps, { from: Math.max(0, seen - INDEX_LAG_SECONDS), to: range.until }),
    retry: stored.retry,
    ...(stored.jobs && { jobs: stored.jobs }),
  };
}

/** A sync with nothing done yet. */
export function fresh({ mode, start, earliest = start, until }: Range): Progress {
  return { mode, since: start, until, gaps: [{ from: earliest, to: until }].filter(isOpen), retry: [] };
}

/** Takes off what a written page has done: all of `gap` but `left`. */
export function advance(progress: Progress, gap: Gap, left: Gap | undefined): Progress {
  const others = progress.gaps.flatMap((other) => without(other, gap));
  const rest = left === undefined ? [] : within(left, gap);
  return { ...progress, gaps: [...others, ...rest].sort((a, b) => a.from - b.from) };
}

/** Keeps the gaps inside `bounds`: a stream that shares a walk takes no part of the range that is not its own. */
export function clip(progress: Progress, bounds: readonly Gap[]): Progress {
  return { ...progress, gaps: progress.gaps.flatMap((gap) => bounds.flatMap((bound) => intersection(gap, bound))) };
}

/**
 * Whether a record of this second is to be written: it lies in a gap. A gap that ends at `until` has no upper end, so that
 * what changed after the sync's start is not dropped.
 */
export function contains({ gaps, until }: Progress, second: number): boolean {
  return gaps.some(({ from, to }) => from <= second && (second < to || to === until));
}

/** The progress of a walk that several streams share: all that any of them has still to read. At least one is given. */
export function widest(all: readonly Progress[]): Progress {
  const [first, ...others] = all;
  if (first === undefined) throw new RangeError('A walk needs a stream.');
  if (others.every((other) => isDeepStrictEqual(other, first))) return first;
  return {
    mode: first.mode,
    since: Math.min(...all.map(({ since }) => since)),
    until: Math.max(...all.map(({ until }) => until)),
    gaps: merge(all.flatMap(({ gaps }) => gaps)),
    retry: [...new Set(all.flatMap(({ retry }) => retry))],
    ...jobsOf(all.flatMap(({ jobs = [] }) => jobs)),
  };
}

/** The same sync with nothing left to do. */
export function finish({ jobs: _, ...progress }: Progress): Progress {
  return { ...progress, gaps: [] };
}

/** The same sync with these export jobs, and no others, to go on with. */
export function withJobs({ jobs: _, ...progress }: Progress, jobs: readonly Job[]): Progress {
  return { ...progress, ...jobsOf(jobs) };
}

function jobsOf(jobs: readonly Job[]): Pick<Progress, 'jobs'> {
  return jobs.length === 0 ? {} : { jobs };
}

/** The cursor that vouches for everything before it; never earlier than the cursor the sync was given. */
export function cursorOf({ mode, since, until, gaps }: Progress): number {
  if (gaps.length === 0) return Math.max(since, until);
  return mode === 'full_refresh' ? since : Math.max(since, Math.min(...gaps.map(({ from }) => from)));
}

/** What of `gap` lies outside `taken`. A part that is cut off starts by value: its page token belongs to the whole. */
function without(gap: Gap, taken: Gap): Gap[] {
  if (taken.to <= gap.from || gap.to <= taken.from) return [gap];
  return [
    { from: gap.from, to: Math.min(gap.to, taken.from) },
    { from: Math.max(gap.from, taken.to), to: gap.to },
  ].filter(isOpen);
}

function within(gap: Gap, bounds: Gap): Gap[] {
  return [{ ...gap, from: Math.max(gap.from, bounds.from), to: Math.min(gap.to, bounds.to) }].filter(isOpen);
}

/** What two gaps share. A gap that loses its beginning starts by value: its page token belongs to the beginning. */
function intersection({ from, to, resume }: Gap, bounds: Gap): Gap[] {
  const shared = { from: Math.max(from, bounds.from), to: Math.min(to, bounds.to) };
  return [{ ...shared, ...(resume && shared.from === from && { resume }) }].filter(isOpen);
}

/** The union of gaps, ascending. Those that touch become one; a page token survives where nothing else touches. */
function merge(gaps: readonly Gap[]): Gap[] {
  const merged: Gap[] = [];
  for (const gap of [...gaps].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last === undefined || last.to < gap.from) merged.push(gap);
    else if (!isDeepStrictEqual(last, gap))
      merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, gap.to) };
  }
  return merged;
}

/** Adds `newer` to ascending gaps. The first gap that reaches into it grows and keeps its page token. */
function join(gaps: readonly Gap[], newer: Gap): Gap[] {
  if (!isOpen(newer)) return [...gaps];
  const touching = gaps.filter(({ to }) => newer.from <= to);
  const first = touching[0];
  const start = first !== undefined && first.from <= newer.from ? first : newer;
  const joined = { ...start, to: Math.max(newer.to, ...touching.map(({ to }) => to)) };
  return [...gaps.filter(({ to }) => to < newer.from), joined];
}

function isOpen({ from, to }: Gap): boolean {
  return from < to;
}
