import type { CatalogStream, Message, StateMessage } from '../lib/messages.ts';
import type { Printed, Row } from '../lib/printed.ts';
import { keyOf } from '../outcome.ts';

type Streams = readonly CatalogStream[];

/** How two full refreshes of a workspace at rest differ: their rows must be equal, and the second's times later. */
export function repeatFaults(first: Printed, second: Printed, streams: Streams): readonly string[] {
  const rows = (printed: Printed, name: string) => printed.rows(name).map((row) => canonical(row));
  const latest = Math.max(...first.records.map((record) => record.emitted_at));
  const tooEarly = second.records.filter((record) => record.emitted_at <= latest);
  return [
    ...streams.flatMap(({ name }) => differences(name, rows(first, name), rows(second, name))),
    ...(tooEarly.length > 0 ? [`${tooEarly.length} records of the second read have the time of the first`] : []),
  ];
}

/** How the rows of a read differ from the expected ones, which must be all of them and in every column. */
export function expectedFaults(expected: readonly string[], printed: Printed, streams: Streams): readonly string[] {
  const wanted = new Map(streams.map(({ name }) => [name, [] as string[]]));
  const unknown: string[] = [];
  for (const line of expected) {
    const { stream, data }: { stream: string; data: Row } = JSON.parse(line);
    const rows = wanted.get(stream);
    if (rows) rows.push(canonical(data));
    else unknown.push(stream);
  }
  return [
    ...new Set(unknown.map((name) => `${name}: expected, and not in the catalog`)),
    ...[...wanted].filter(([, rows]) => rows.length === 0).map(([name]) => `${name}: no records are expected`),
    ...[...wanted].flatMap(([name, rows]) =>
      differences(
        name,
        rows,
        printed.rows(name).map((row) => canonical(row)),
      ),
    ),
  ];
}

/** The lines of `expected_records.jsonl` for a read: one per record, sorted, in the form that Airbyte's tests take. */
export function toExpected(printed: Printed): readonly string[] {
  return printed.records
    .map(({ stream, data }) => `{"stream":"${stream}","data":${canonical(data)},"emitted_at":0}`)
    .toSorted();
}

/**
 * Cuts a read after its states: the n-th round has the n-th state of each stream, or its last. At most `limit` rounds,
 * evenly chosen, the first and the last one always among them.
 */
export function roundsOf(whole: Printed, streams: Streams, limit: number): readonly number[] {
  const count = Math.max(0, ...streams.map(({ name }) => whole.states(name).length));
  if (count <= limit) return Array.from({ length: count }, (_, i) => i);
  return Array.from({ length: limit }, (_, i) => Math.round((i * (count - 1)) / (limit - 1)));
}

/** The states that a platform would pass on when every stream had been cut after its n-th state. */
export function statesOfRound(whole: Printed, streams: Streams, round: number): readonly StateMessage['state'][] {
  return streams.flatMap(({ name }) => {
    const state = whole.states(name)[round] ?? whole.states(name).at(-1);
    return state ? [state.state] : [];
  });
}

/** The rows that are lost when `resumed` goes on from the states of a round: neither printed before them nor by it. */
export function resumeFaults(whole: Printed, resumed: Printed, streams: Streams, round: number): readonly string[] {
  return streams.flatMap((stream) => {
    const kept = new Set([...keysUntilState(whole.messages, stream, round), ...keysIn(resumed, stream)]);
    const missing = keysIn(whole, stream).filter((key) => !kept.has(key));
    return missing.length > 0 ? [`${stream.name}: state ${round + 1} loses ${missing.length} rows, ${missing[0]}`] : [];
  });
}

/** What is wrong with a read from states of the far future: it has to bring no record, and a state for each stream. */
export function futureFaults(printed: Printed, streams: Streams): readonly string[] {
  return streams.flatMap(({ name }) => [
    ...(printed.rows(name).length > 0 ? [`${name}: ${printed.rows(name).length} records after a future state`] : []),
    ...(printed.states(name).length === 0 ? [`${name}: no state after a future state`] : []),
  ]);
}

function keysUntilState(messages: readonly Message[], stream: CatalogStream, round: number): readonly string[] {
  const keys: string[] = [];
  let state = -1;
  let kept = 0;
  for (const message of messages) {
    if (message.type === 'RECORD' && message.record.stream === stream.name) {
      keys.push(keyOf(message.record.data, stream));
    } else if (message.type === 'STATE' && message.state.stream.stream_descriptor.name === stream.name) {
      state++;
      kept = keys.length;
      if (state === round) break;
    }
  }
  return keys.slice(0, kept);
}

function keysIn(printed: Printed, stream: CatalogStream): readonly string[] {
  return printed.rows(stream.name).map((row) => keyOf(row, stream));
}

/** Rows are compared as often as they come. */
function differences(name: string, wanted: readonly string[], found: readonly string[]): readonly string[] {
  const missing = without(wanted, found);
  const unexpected = without(found, wanted);
  return [
    ...(missing.length > 0 ? [`${name}: ${missing.length} rows are missing, ${shortened(missing[0])}`] : []),
    ...(unexpected.length > 0 ? [`${name}: ${unexpected.length} rows too many, ${shortened(unexpected[0])}`] : []),
  ];
}

function without(rows: readonly string[], others: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const row of others) counts.set(row, (counts.get(row) ?? 0) + 1);
  return rows.filter((row) => {
    const left = counts.get(row) ?? 0;
    counts.set(row, left - 1);
    return left <= 0;
  });
}

/** JSON with sorted names, so that equal values give equal text. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

function shortened(text = ''): string {
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}
