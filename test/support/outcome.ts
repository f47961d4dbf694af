import { z } from 'zod';
import type { Row } from '../../src/rows/row.ts';

const row = z.record(z.string(), z.unknown());
const descriptor = z.object({ name: z.string() });

const messageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('RECORD'),
    record: z.strictObject({ stream: z.string(), data: row, emitted_at: z.int(), meta: z.unknown().optional() }),
  }),
  z.object({
    type: z.literal('STATE'),
    state: z.strictObject({
      type: z.literal('STREAM'),
      stream: z.strictObject({ stream_descriptor: descriptor, stream_state: row }),
      sourceStats: z.strictObject({ recordCount: z.int() }),
    }),
  }),
  z.object({
    type: z.literal('TRACE'),
    trace: z.object({
      emitted_at: z.int(),
      stream_status: z
        .object({
          stream_descriptor: descriptor,
          status: z.string(),
          reasons: z.array(z.looseObject({ type: z.string() })).optional(),
        })
        .optional(),
      error: z
        .looseObject({
          message: z.string().min(1),
          failure_type: z.enum(['config_error', 'transient_error', 'system_error']),
          stream_descriptor: descriptor.optional(),
        })
        .optional(),
    }),
  }),
  z.object({ type: z.literal('LOG'), log: z.looseObject({ level: z.string(), message: z.string() }) }),
  z.object({
    type: z.literal('CONNECTION_STATUS'),
    connectionStatus: z.object({ status: z.string(), message: z.string().optional() }),
  }),
  z.object({
    type: z.literal('CATALOG'),
    catalog: z.object({ streams: z.array(z.looseObject({ name: z.string(), json_schema: row })) }),
  }),
]);

export type Message = z.infer<typeof messageSchema>;
export type StateMessage = Extract<Message, { type: 'STATE' }>;

/** What a run printed, and how it ended. Throws where a line is no message of the protocol. */
export class Outcome {
  readonly text: string;
  readonly exitCode: number | null;
  readonly messages: readonly Message[];

  constructor(text: string, exitCode: number | null) {
    this.text = text;
    this.exitCode = exitCode;
    const lines = text.split('\n').slice(0, -1);
    this.messages = lines.map((line) => messageSchema.parse(JSON.parse(line)));
  }

  get records(): readonly { readonly stream: string; readonly data: Row; readonly emitted_at: number }[] {
    return this.messages.flatMap((message) => (message.type === 'RECORD' ? [message.record] : []));
  }

  rows(stream: string): readonly Row[] {
    return this.records.filter((record) => record.stream === stream).map(({ data }) => data);
  }

  /** The values of a column, as text, in order of their value. */
  column(stream: string, name = 'id'): readonly string[] {
    return this.rows(stream)
      .map((data) => String(data[name]))
      .toSorted();
  }

  states(stream?: string): readonly StateMessage[] {
    return this.messages
      .filter((message) => message.type === 'STATE')
      .filter(({ state }) => stream === undefined || state.stream.stream_descriptor.name === stream);
  }

  /** The last state of each stream, as the platform hands them to the next run. */
  get lastStates(): readonly object[] {
    return [...new Map(this.states().map(({ state }) => [state.stream.stream_descriptor.name, state])).values()];
  }

  lastState(stream: string): Row {
    return this.states(stream).at(-1)?.state.stream.stream_state ?? {};
  }

  statuses(stream: string): readonly string[] {
    return this.#traces.flatMap(({ stream_status: status }) =>
      status?.stream_descriptor.name === stream ? [status.status] : [],
    );
  }

  /** The statuses that give reasons, with the time of their printing in ms. */
  get reasons() {
    return this.#traces.flatMap(({ stream_status: status, emitted_at }) =>
      status?.reasons === undefined ? [] : [{ status: status.status, reasons: status.reasons, emitted_at }],
    );
  }

  get errors() {
    return this.#traces.flatMap(({ error }) => (error === undefined ? [] : [error]));
  }

  error(stream: string) {
    return this.errors.find(({ stream_descriptor }) => stream_descriptor?.name === stream);
  }

  get warnings(): readonly string[] {
    return this.messages.flatMap((message) =>
      message.type === 'LOG' && message.log.level === 'WARN' ? [message.log.message] : [],
    );
  }

  get connectionStatus() {
    return this.messages.flatMap((message) => (message.type === 'CONNECTION_STATUS' ? [message.connectionStatus] : []));
  }

  /** The schema of each stream in the catalog. */
  get schemas(): ReadonlyMap<string, Row> {
    const catalogs = this.messages.flatMap((message) => (message.type === 'CATALOG' ? [message.catalog] : []));
    return new Map(catalogs.flatMap(({ streams }) => streams.map(({ name, json_schema }) => [name, json_schema])));
  }

  get #traces() {
    return this.messages.flatMap((message) => (message.type === 'TRACE' ? [message.trace] : []));
  }
}
