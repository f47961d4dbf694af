import type { CatalogStream } from './lib/messages.ts';
import type { Printed, Row } from './lib/printed.ts';

/** What a read printed of one stream. */
export interface StreamOutcome {
  /** RECORD messages, repeated ones included. */
  readonly records: number;
  /** The latest row of each key. */
  readonly rows: ReadonlyMap<string, Row>;
  /** The content of the last STATE message; undefined when there was none. */
  readonly state: unknown;
  /** The times of its first and its last status, Unix milliseconds. */
  readonly startedAt?: number;
  readonly endedAt?: number;
  readonly isComplete: boolean;
  /** The number of calls in the connector's own summary. */
  readonly calls?: string;
}

/** What was printed, by stream; every stream of the catalog is in the result. Throws on a record of any other stream. */
export function outcomeOf(printed: Printed, streams: readonly CatalogStream[]): Map<string, StreamOutcome> {
  const catalog = new Map(streams.map((stream) => [stream.name, stream]));
  const rows = new Map<string, Row[]>(streams.map(({ name }) => [name, []]));
  for (const { stream, data } of printed.records) {
    const known = rows.get(stream);
    if (known === undefined) throw new Error(`A record of ${stream}, which was not asked for`);
    known.push(data);
  }
  return new Map([...catalog].map(([name, stream]) => [name, outcomeOfStream(printed, stream, rows.get(name) ?? [])]));
}

/**
 * The key of a row as one text; the whole row where a stream has no primary key. Ids that the API sends as numbers in some
 * lists give the same text as those sent as text.
 */
export function keyOf(row: Row, { source_defined_primary_key: paths = [] }: CatalogStream): string {
  return JSON.stringify(paths.length === 0 ? row : paths.map(([field = '']) => String(row[field])));
}

function outcomeOfStream(printed: Printed, stream: CatalogStream, rows: readonly Row[]): StreamOutcome {
  const { name } = stream;
  const statuses = printed.statusTraces(name);
  const [first, last] = [statuses[0], statuses.at(-1)];
  const [calls] = printed.logs.flatMap((line) => callsIn(line, name));
  return {
    records: rows.length,
    rows: new Map(rows.map((row) => [keyOf(row, stream), row])),
    state: printed.states(name).at(-1)?.state,
    isComplete: last?.stream_status.status === 'COMPLETE',
    ...(first !== undefined && { startedAt: first.emitted_at }),
    ...(last !== undefined && { endedAt: last.emitted_at }),
    ...(calls !== undefined && { calls }),
  };
}

function callsIn(line: string, name: string): string[] {
  const [, stream, calls] = /^INFO (\w+): .*?(\d[\d,]*) calls? in /.exec(line) ?? [];
  return stream === name && calls !== undefined ? [calls] : [];
}
