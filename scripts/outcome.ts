import { type CatalogStream, type Message, messagesOf } from './connector.ts';

type Row = Readonly<Record<string, unknown>>;

/** What a read printed of one stream. */
export interface StreamOutcome {
  /** RECORD messages, repeated ones included. */
  records: number;
  /** The latest row of each key. */
  readonly rows: Map<string, Row>;
  state: unknown;
  /** From its first status to its last, milliseconds since 1970. */
  startedAt?: number;
  endedAt?: number;
  isComplete: boolean;
  /** As the connector's own summary tells it. */
  calls?: string;
}

/** Reads the messages in `file`, by stream; every stream of the catalog is in the result. */
export async function outcomeOf(file: string, streams: readonly CatalogStream[]): Promise<Map<string, StreamOutcome>> {
  const outcome = new Map<string, StreamOutcome>(
    streams.map(({ name }) => [name, { records: 0, rows: new Map(), state: undefined, isComplete: false }]),
  );
  const catalog = new Map(streams.map((stream) => [stream.name, stream]));
  for await (const message of messagesOf(file)) note(message, outcome, catalog);
  return outcome;
}

/**
 * The key of a row as one text, the same for the numbers that the API has as ids in some lists; a stream without a
 * primary key is told apart by whole rows.
 */
export function keyOf(row: Row, { source_defined_primary_key: paths }: CatalogStream): string {
  return JSON.stringify(paths.length === 0 ? row : paths.map(([field = '']) => String(row[field])));
}

function note(message: Message, outcome: Map<string, StreamOutcome>, catalog: Map<string, CatalogStream>): void {
  if (message.type === 'RECORD') {
    const { stream, data } = message.record;
    const [of, entry] = [outcome.get(stream), catalog.get(stream)];
    if (of === undefined || entry === undefined) throw new Error(`A record of ${stream}, which was not asked for`);
    of.records++;
    of.rows.set(keyOf(data, entry), data);
  } else if (message.type === 'STATE') {
    const of = outcome.get(message.state.stream.stream_descriptor.name);
    if (of !== undefined) of.state = message.state;
  } else if (message.type === 'TRACE') {
    noteStatus(message.trace, outcome);
  } else if (message.type === 'LOG') {
    noteSummary(message.log.message, outcome);
  }
}

function noteStatus(trace: Row & { emitted_at: number }, outcome: Map<string, StreamOutcome>): void {
  const status = new Map(Object.entries(Object(trace.stream_status)));
  const of = outcome.get(String(Object(status.get('stream_descriptor')).name));
  if (of === undefined) return;
  of.startedAt ??= trace.emitted_at;
  of.endedAt = trace.emitted_at;
  of.isComplete = status.get('status') === 'COMPLETE';
}

function noteSummary(text: string, outcome: Map<string, StreamOutcome>): void {
  const [, name = '', calls] = /^(\w+): .*?(\d[\d,]*) calls?\b/.exec(text) ?? [];
  const of = outcome.get(name);
  if (of !== undefined && calls !== undefined) of.calls = calls;
}
