import { type CatalogStream, type Message, parseMessages, type RecordMessage, type StateMessage } from './messages.ts';

/** A row of a table, by column. */
export type Row = Readonly<Record<string, unknown>>;

type Trace = Extract<Message, { readonly type: 'TRACE' }>['trace'];
type Status = Extract<Trace, { readonly type: 'STREAM_STATUS' }>;
type ErrorDetails = Extract<Trace, { readonly type: 'ERROR' }>['error'];

/** What a command printed. Takes the whole output, which must consist of whole messages. */
export class Printed {
  /** As it was printed. */
  readonly text: string;
  /** In the order in which they were printed. */
  readonly messages: readonly Message[];

  constructor(text: string) {
    this.text = text;
    this.messages = parseMessages(text);
  }

  get records(): readonly RecordMessage['record'][] {
    return this.messages.flatMap((message) => (message.type === 'RECORD' ? [message.record] : []));
  }

  rows(stream: string): readonly Row[] {
    return this.records.filter((record) => record.stream === stream).map(({ data }) => data);
  }

  /** The values of a column as text, sorted. */
  column(stream: string, name = 'id'): readonly string[] {
    return this.rows(stream)
      .map((data) => String(data[name]))
      .toSorted();
  }

  /** The STATE messages of a stream, or of all. */
  states(stream?: string): readonly StateMessage[] {
    return this.messages
      .filter((message) => message.type === 'STATE')
      .filter(({ state }) => stream === undefined || state.stream.stream_descriptor.name === stream);
  }

  /** The last state of each stream, in the form in which a platform passes it to the next read. */
  get lastStates(): readonly StateMessage['state'][] {
    return [...new Map(this.states().map(({ state }) => [state.stream.stream_descriptor.name, state])).values()];
  }

  /** The stream's own part of its last STATE message; empty when it printed none. */
  lastState(stream: string): Row {
    return this.states(stream).at(-1)?.state.stream.stream_state ?? {};
  }

  /** The statuses of a stream in order, including RATE_LIMITED ones. */
  statuses(stream: string): readonly string[] {
    return this.statusTraces(stream).map(({ stream_status: { status } }) => status);
  }

  statusTraces(stream?: string): readonly Status[] {
    return this.#traces
      .filter((trace) => trace.type === 'STREAM_STATUS')
      .filter(({ stream_status: { stream_descriptor } }) => stream === undefined || stream_descriptor.name === stream);
  }

  /** The last status of each stream. */
  get lastStatuses(): Readonly<Record<string, string>> {
    const statuses = this.statusTraces().map(({ stream_status }) => stream_status);
    return Object.fromEntries(statuses.map(({ stream_descriptor, status }) => [stream_descriptor.name, status]));
  }

  get errors(): readonly ErrorDetails[] {
    return this.#traces.flatMap((trace) => (trace.type === 'ERROR' ? [trace.error] : []));
  }

  /** The first error that names the stream. */
  error(stream: string): ErrorDetails | undefined {
    return this.errors.find(({ stream_descriptor }) => stream_descriptor?.name === stream);
  }

  /** The LOG messages as `LEVEL text`. */
  get logs(): readonly string[] {
    return this.messages.flatMap((message) =>
      message.type === 'LOG' ? [`${message.log.level} ${message.log.message}`] : [],
    );
  }

  get warnings(): readonly string[] {
    return this.logs.flatMap((line) => (line.startsWith('WARN ') ? [line.slice('WARN '.length)] : []));
  }

  get connectionStatus(): readonly { readonly status: string; readonly message?: string }[] {
    return this.messages.flatMap((message) => (message.type === 'CONNECTION_STATUS' ? [message.connectionStatus] : []));
  }

  /** The streams of the catalog; empty when none was printed. */
  get catalog(): readonly CatalogStream[] {
    return this.messages.flatMap((message) => (message.type === 'CATALOG' ? message.catalog.streams : []));
  }

  /** The schema of each stream in the catalog. */
  get schemas(): ReadonlyMap<string, Row> {
    return new Map(this.catalog.map(({ name, json_schema }) => [name, json_schema]));
  }

  get #traces(): readonly Trace[] {
    return this.messages.flatMap((message) => (message.type === 'TRACE' ? [message.trace] : []));
  }
}
