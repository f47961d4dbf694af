import type { Api, Body } from '../../src/intercom/api.ts';
import { readNextPage } from '../../src/intercom/next-page.ts';
import { recordsOf, totalOf } from '../../src/walks/pages.ts';
import { SEARCHES, searchRequest } from './counts.ts';
import { isInOrder, type Probe, type Semantics, semanticsOf, tellingTimes } from './search-rules.ts';

/** What a search endpoint does, as found out by asking. */
export interface SearchFindings {
  readonly stream: string;
  /** How many records were looked at. */
  readonly sampled: number;
  readonly isAscendingKept: boolean;
  readonly isDescendingKept: boolean;
  /** Of a query that was read to its end: what it counted, and how many records came. */
  readonly counted?: { readonly total: number; readonly received: number };
  /** Absent when no time of the sample could tell the rules apart. */
  readonly semantics?: Semantics;
}

const PER_PAGE = 150;
const MOST_PAGES = 20;
const MOST_PROBES = 3;

/** Looks at the order, the counts and the comparison of times of a search, with records that changed from `since` on. */
export async function checkSearch(stream: string, since: number, timeZone: string, api: Api): Promise<SearchFindings> {
  const all = { field: 'updated_at', operator: '>', value: since };
  const upwards = await readTimes(stream, all, 'ascending', api, (times) => canTell(times, timeZone));
  const downwards = await readTimes(stream, all, 'descending', api, () => true);
  const sample = upwards.times.toSorted((a, b) => a - b);
  const probes = await Promise.all(tellingTimes(sample, timeZone, MOST_PROBES).map((at) => probe(stream, at, api)));
  return {
    stream,
    sampled: sample.length,
    isAscendingKept: isInOrder(upwards.times, 'ascending'),
    isDescendingKept: isInOrder(downwards.times, 'descending'),
    ...(upwards.isWhole && upwards.total !== undefined
      ? { counted: { total: upwards.total, received: upwards.times.length } }
      : {}),
    ...(probes.length > 0 ? { semantics: semanticsOf(sample, probes, timeZone) } : {}),
  };
}

function canTell(times: readonly number[], timeZone: string): boolean {
  return (
    tellingTimes(
      times.toSorted((a, b) => a - b),
      timeZone,
      MOST_PROBES,
    ).length === MOST_PROBES
  );
}

async function probe(stream: string, at: number, api: Api): Promise<Probe> {
  const query = (operator: string) => ({ field: 'updated_at', operator, value: at });
  const equal = await readTimes(stream, query('='), 'ascending', api, () => false);
  const greater = await readTimes(stream, query('>'), 'ascending', api, () => true, 1);
  return { at, equal: equal.times, firstGreater: greater.times[0] };
}

interface Times {
  readonly times: readonly number[];
  readonly total: number | undefined;
  /** True when the search was read to its end. */
  readonly isWhole: boolean;
}

/** The times of the records in the order in which they came, page by page until `isEnough`. */
async function readTimes(
  stream: string,
  query: Body,
  order: 'ascending' | 'descending',
  api: Api,
  isEnough: (times: readonly number[]) => boolean,
  perPage = PER_PAGE,
): Promise<Times> {
  const { path = '', recordsAt = '' } = SEARCHES[stream] ?? {};
  const times: number[] = [];
  let total: number | undefined;
  let after: unknown;
  for (let page = 0; page < MOST_PAGES; page++) {
    const request = searchRequest(path, query, { perPage, order, after });
    const body = await api.send(request, 'live');
    total ??= totalOf(body);
    times.push(...recordsOf(body, [recordsAt], path).map(({ updated_at: time }) => Number(time)));
    const next = readNextPage(body, request);
    if (next === undefined) return { times, total, isWhole: true };
    if (isEnough(times) || !('startingAfter' in next)) break;
    after = next.startingAfter;
  }
  return { times, total, isWhole: false };
}
