import { z } from 'zod';
import { streamsOf } from '../../../src/streams/registry.ts';

export type Row = Readonly<Record<string, unknown>>;

export const streams = streamsOf({ activityLogsTimeStepDays: 30, customObjectTypes: ['Order'] });
const primaryKeys = new Map(streams.map(({ name, primaryKey }) => [name, primaryKey]));

const descriptor = z.looseObject({ name: z.string() });
const messageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('RECORD'),
    record: z.looseObject({ stream: z.string(), data: z.record(z.string(), z.unknown()) }),
  }),
  z.looseObject({
    type: z.literal('STATE'),
    state: z.looseObject({
      stream: z.looseObject({ stream_descriptor: descriptor, stream_state: z.record(z.string(), z.unknown()) }),
    }),
  }),
  z.object({ type: z.literal('LOG'), log: z.looseObject({ level: z.string(), message: z.string() }) }),
  z.object({
    type: z.literal('TRACE'),
    trace: z.looseObject({
      type: z.string(),
      stream_status: z.looseObject({ stream_descriptor: descriptor, status: z.string() }).optional(),
      error: z
        .looseObject({ message: z.string(), failure_type: z.string(), stream_descriptor: descriptor.optional() })
        .optional(),
    }),
  }),
  z.looseObject({ type: z.literal('CATALOG'), catalog: z.looseObject({}) }),
  z.looseObject({ type: z.literal('CONNECTION_STATUS') }),
]);

/** What a command printed, as a platform takes it in; prints of several reads may be taken in one after another. */
export class Printed {
  /** The row of each key that came last, by stream. */
  readonly rows = new Map<string, Map<string, Row>>();
  /** RECORD messages, repeated ones included. */
  readonly records = new Map<string, number>();
  /** The last state message of each stream. */
  readonly states = new Map<string, Row>();
  /** The last status of each stream. */
  readonly statuses = new Map<string, string>();
  readonly errors: { readonly stream: string | undefined; readonly failureType: string; readonly message: string }[] =
    [];
  readonly logs: string[] = [];
  /** RECORD messages of a stream between two of its states, at most. */
  mostRecordsPerState = 0;
  readonly #sinceState = new Map<string, number>();

  /** Lines of a process that was killed may end in the middle of one, which no platform takes. */
  take(stdout: string): this {
    this.#sinceState.clear();
    const lines = stdout.split('\n');
    lines.pop();
    for (const line of lines) this.#note(messageSchema.parse(JSON.parse(line)));
    return this;
  }

  /** As a platform hands them to the next read. */
  get stateFile(): readonly Row[] {
    return [...this.states.values()];
  }

  errorOf(stream: string | undefined) {
    return this.errors.find((error) => error.stream === stream);
  }

  /** The stream's own progress in its last state; undefined where there is none. */
  stateOf(stream: string): Row | undefined {
    const message = z.looseObject({ stream: z.looseObject({ stream_state: z.record(z.string(), z.unknown()) }) });
    const parsed = message.safeParse(this.states.get(stream));
    return parsed.success ? parsed.data.stream.stream_state : undefined;
  }

  #note(message: z.infer<typeof messageSchema>): void {
    if (message.type === 'RECORD') this.#noteRecord(message.record.stream, message.record.data);
    if (message.type === 'STATE') {
      const { name } = message.state.stream.stream_descriptor;
      this.states.set(name, { type: 'STREAM', ...message.state });
      this.#sinceState.set(name, 0);
    }
    if (message.type === 'LOG') this.logs.push(`${message.log.level} ${message.log.message}`);
    if (message.type !== 'TRACE') return;
    const { stream_status: status, error } = message.trace;
    if (status) this.statuses.set(status.stream_descriptor.name, status.status);
    if (error) {
      const { message: text, failure_type: failureType, stream_descriptor: stream } = error;
      this.errors.push({ stream: stream?.name, failureType, message: text });
    }
  }

  #noteRecord(stream: string, data: Row): void {
    const rows = this.rows.get(stream) ?? new Map<string, Row>();
    this.rows.set(stream, rows);
    rows.set(keyOf(stream, data), data);
    this.records.set(stream, (this.records.get(stream) ?? 0) + 1);
    const since = (this.#sinceState.get(stream) ?? 0) + 1;
    this.#sinceState.set(stream, since);
    this.mostRecordsPerState = Math.max(this.mostRecordsPerState, since);
  }
}

export function keyOf(stream: string, row: Row): string {
  const key = primaryKeys.get(stream) ?? ['id'];
  return key.map((field) => String(row[field])).join(' ');
}
