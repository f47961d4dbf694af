import { Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { toJsonSchema } from '../../src/airbyte/json-schema.ts';
import type { JsonObject } from '../../src/json.ts';
import type { Stream } from '../../src/streams/stream.ts';
import { type Message, parseMessages, type RecordMessage } from '../lib/messages.ts';
import { compareFields, type FieldNotes, noNotes } from './fields.ts';

/** What came of one stream. */
export interface StreamTally {
  rows: number;
  /** Digests would do, but the keys are never shown. */
  readonly keys: Set<string>;
  readonly notes: FieldNotes;
  status: string;
  failure?: string;
  startedMs?: number;
  endedMs?: number;
  calls?: string;
}

/** Takes what a read prints in place of stdout, and keeps numbers and names of fields only. */
export class Tally extends Writable {
  readonly streams: ReadonlyMap<string, StreamTally>;
  warnings = 0;
  readonly #schemas: ReadonlyMap<string, JsonObject>;
  readonly #keys: ReadonlyMap<string, readonly string[]>;
  readonly #decoder = new StringDecoder('utf8');
  #rest = '';

  constructor(streams: readonly Stream<unknown>[]) {
    super();
    this.streams = new Map(
      streams.map(({ name }) => [name, { rows: 0, keys: new Set<string>(), notes: noNotes(), status: 'not started' }]),
    );
    this.#schemas = new Map(streams.map(({ name, schema }) => [name, toJsonSchema(schema)]));
    this.#keys = new Map(streams.map(({ name, primaryKey }) => [name, primaryKey]));
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    const text = this.#rest + this.#decoder.write(chunk);
    const end = text.lastIndexOf('\n') + 1;
    this.#rest = text.slice(end);
    try {
      for (const message of parseMessages(text.slice(0, end))) this.#take(message);
      done();
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #take(message: Message): void {
    if (message.type === 'RECORD') this.#takeRecord(message.record);
    else if (message.type === 'LOG') this.#takeLog(message.log);
    else if (message.type === 'TRACE') this.#takeTrace(message.trace);
  }

  #takeRecord({ stream, data }: RecordMessage['record']): void {
    const tally = this.streams.get(stream);
    if (!tally) return;
    tally.rows += 1;
    tally.keys.add(JSON.stringify((this.#keys.get(stream) ?? []).map((field) => data[field])));
    compareFields(data, this.#schemas.get(stream) ?? {}, tally.notes);
  }

  #takeLog({ level, message }: Extract<Message, { readonly type: 'LOG' }>['log']): void {
    if (level === 'WARN') this.warnings += 1;
    const [, stream = '', calls] = /^(\w+): .*?(\d[\d,]*) calls? in /.exec(message) ?? [];
    const tally = this.streams.get(stream);
    if (tally && calls !== undefined) tally.calls = calls;
  }

  #takeTrace(trace: Extract<Message, { readonly type: 'TRACE' }>['trace']): void {
    if (trace.type === 'ERROR') {
      const tally = this.streams.get(trace.error.stream_descriptor?.name ?? '');
      if (tally) tally.failure = trace.error.failure_type;
    } else if (trace.type === 'STREAM_STATUS') {
      const { stream_descriptor, status } = trace.stream_status;
      const tally = this.streams.get(stream_descriptor.name);
      if (!tally) return;
      tally.status = status;
      tally.startedMs ??= trace.emitted_at;
      tally.endedMs = trace.emitted_at;
    }
  }
}
