import type { Row } from '../json.ts';
import { linkTo, type PageSizes, type Paging, requestedPerPage } from './paging.ts';
import { Refusal } from './refusal.ts';
import type { Call } from './route.ts';

/** Where a row stands in a list that is ordered from the highest key to the lowest. */
type Key = readonly [number, number];

/**
 * By `starting_after`, which holds the time and the id of the page's last row. `all` is in descending order of both. A row
 * that changes meanwhile moves to the head, where a reader who has begun doesn't see it again. A full page always has a
 * next one, which may be empty.
 */
export function byTimeAndId(sizes: PageSizes, timeField: string): Paging {
  const keyOf = (row: Row): Key => [secondOf(row[timeField]), Number(row.id)];
  return (call, all) => {
    const after = decoded(call.query.get('starting_after'));
    const { rows, perPage, last } = pageBelow(call, after, all, sizes, keyOf);
    const next = last === undefined ? null : { starting_after: encoded(last) };
    return { rows, fields: { pages: { type: 'pages', per_page: perPage, next } } };
  };
}

/**
 * By the link in `pages.next`, whose `before` is the mark of the page's last row: milliseconds, and each row has another.
 * `all` is in descending order of the marks. A full page always has a next one, which may be empty.
 */
export function byMark(sizes: PageSizes, markOf: (row: Row) => number): Paging {
  return (call, all) => {
    const before = markIn(call.query.get('before'));
    const { rows, perPage, last } = pageBelow(call, before, all, sizes, (row) => [markOf(row), 0]);
    const link = last === undefined ? null : linkTo(call, { per_page: perPage, before: last[0] });
    return { rows, fields: { pages: { next: link } } };
  };
}

/** `last` is the key of the last row, absent when there is no next page. */
function pageBelow(
  call: Call,
  start: Key | undefined,
  all: readonly Row[],
  sizes: PageSizes,
  keyOf: (row: Row) => Key,
): { rows: readonly Row[]; perPage: number; last: Key | undefined } {
  const perPage = requestedPerPage(call, sizes);
  const below = start === undefined ? all : all.filter((row) => isBelow(keyOf(row), start));
  const rows = below.slice(0, perPage);
  const last = rows.at(perPage - 1);
  return { rows, perPage, last: last && keyOf(last) };
}

function isBelow([time, id]: Key, [startTime, startId]: Key): boolean {
  return time < startTime || (time === startTime && id < startId);
}

function encoded([second, id]: Key): string {
  return Buffer.from(`[${second}.0, "${id}"]`).toString('base64url');
}

function decoded(cursor: string | null): Key | undefined {
  if (cursor === null) return undefined;
  const [, second, id] = /^\[(\d+)\.0, "(\d+)"\]$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (second === undefined) throw new Refusal(400, 'client_error', 'starting_after is not a valid cursor');
  return [Number(second), Number(id)];
}

function markIn(before: string | null): Key | undefined {
  if (before === null) return undefined;
  if (!/^\d{1,15}$/.test(before)) throw new Refusal(400, 'parameter_invalid', 'before is not a valid mark');
  return [Number(before), 0];
}

/** Unix seconds of a time that may be ISO text. */
function secondOf(time: unknown): number {
  return typeof time === 'number' ? time : Math.floor(Date.parse(String(time)) / 1000);
}
