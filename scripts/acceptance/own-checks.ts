import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { faultsOfSecond } from '../comparison.ts';
import { configuredCatalog, fullRefreshCatalog } from '../configured-catalog.ts';
import { Printed } from '../lib/printed.ts';
import { outcomeOf } from '../outcome.ts';
import { catalogBreaks, specBreaks } from './compatibility.ts';
import { expectedFaults, futureFaults, repeatFaults, resumeFaults, roundsOf, statesOfRound } from './read-checks.ts';
import type { Reader } from './reader.ts';
import { specProblems } from './spec-rules.ts';
import { OPENED_AT } from './workspaces.ts';

/** One check: its name, and what is wrong. */
export interface Verdict {
  readonly name: string;
  readonly faults: readonly string[];
}

/** More states of a stream are not all gone on from, but this many, evenly chosen. */
const MOST_ROUNDS = 10;

/** The last released version, whose spec and catalog are kept in `integration_tests/`. */
const RELEASED = '0.1.0';

const row = z.record(z.string(), z.unknown());

/** The rules of the form, and whether a configuration for the last released version still fits. */
export async function specVerdicts(spec: unknown): Promise<readonly Verdict[]> {
  const now = row.parse(spec);
  const released = row.parse(await json(`spec-${RELEASED}.json`));
  return [
    { name: 'the spec keeps the rules of the form', faults: specProblems(now) },
    { name: `a configuration for ${RELEASED} fits the spec`, faults: specBreaks(released, now) },
  ];
}

/** All that is judged by the records of a workspace with few of them. */
export async function smallVerdicts(reader: Reader, config: object): Promise<readonly Verdict[]> {
  const streams = await reader.discover(config);
  const released = new Printed(await text(`catalog-${RELEASED}.jsonl`)).catalog;
  const read = await reader.read('expected', configuredCatalog(streams));
  const expected = (await text('expected_records.jsonl')).split('\n').slice(0, -1);
  return [
    { name: `a connection made with ${RELEASED} fits the catalog`, faults: catalogBreaks(released, streams) },
    { name: 'a read brings the expected records and no other', faults: expectedFaults(expected, read, streams) },
  ];
}

/** All that takes a workspace whose streams have several pages, and so several states. */
export async function pagedVerdicts(reader: Reader, config: object): Promise<readonly Verdict[]> {
  const streams = await reader.discover(config);
  const full = fullRefreshCatalog(streams);
  const first = await reader.read('full-refresh', full);
  const second = await reader.read('full-refresh-again', full);
  const repeat = {
    name: 'a second full refresh has the rows of the first',
    faults: repeatFaults(first, second, streams),
  };

  const incremental = streams.filter(({ supported_sync_modes: modes }) => modes.includes('incremental'));
  const catalog = configuredCatalog(incremental);
  const whole = await reader.read('incremental', catalog);
  const rounds: Verdict[] = [];
  for (const round of roundsOf(whole, incremental, MOST_ROUNDS)) {
    const resumed = await reader.read('resumed', catalog, statesOfRound(whole, incremental, round));
    const faults = resumeFaults(whole, resumed, incremental, round);
    rounds.push({ name: `a read from state ${round + 1} of each stream brings the rest`, faults });
  }

  const last = await reader.read('last', catalog, whole.lastStates);
  const unchanged = { now: new Map(), changed: new Map(), firstStart: OPENED_AT };
  const repeated = incremental.flatMap((stream) => faultsOfSecond(stream, outcomeOf(last, incremental), unchanged));

  const future = z.array(row).parse(await json('abnormal_state.json'));
  const after = await reader.read('future', catalog, future);
  const later = await reader.read('future-again', catalog, after.lastStates);
  return [
    repeat,
    ...rounds,
    { name: 'the last states bring nothing but the overlap', faults: repeated },
    { name: 'states of the future bring nothing', faults: futureFaults(after, incremental) },
    { name: 'the states after those bring nothing either', faults: futureFaults(later, incremental) },
  ];
}

async function json(name: string): Promise<unknown> {
  return JSON.parse(await text(name));
}

function text(name: string): Promise<string> {
  return readFile(new URL(`../../integration_tests/${name}`, import.meta.url), 'utf8');
}
