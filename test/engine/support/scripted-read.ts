import { PassThrough } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { z } from 'zod';
import { MessageWriter } from '../../../src/airbyte/message-writer.ts';
import type { Selection } from '../../../src/engine/stream-output.ts';
import { StreamStatus } from '../../../src/engine/stream-status.ts';
import { Sync, type SyncOptions } from '../../../src/engine/sync.ts';
import type { Body } from '../../../src/intercom/api.ts';
import { Lease } from '../../../src/intercom/pace/memory-budget.ts';
import { begin, type Mode, type Progress, type Range } from '../../../src/progress/progress.ts';
import type { Row } from '../../../src/rows/row.ts';
import { Stream } from '../../../src/streams/stream.ts';
import { type Page, timeIn, type Walk, type WalkContext } from '../../../src/walks/walk.ts';

export type Script = (progress: Progress, context: WalkContext) => AsyncIterable<Page<Body>>;

/** A walk that does what the script says. */
export function scriptedWalk(name: string, read: Script, isResumable = true): Walk {
  const changedAt = (record: Body) => timeIn(record, 'updated_at');
  return {
    name,
    isResumable,
    usesRange: isResumable,
    changedAt,
    probe: () => ({ method: 'GET', path: `/${name}` }),
    read,
  };
}

/** A walk that brings these pages and ends. */
export function pagesOf(...pages: readonly Page<Body>[]): Script {
  return async function* () {
    for (const page of pages) {
      await turn();
      yield page;
    }
  };
}

interface TableOptions {
  readonly cursorField?: string;
  readonly toRows?: (record: Body) => readonly Row[];
}

/** A stream of a scripted walk; one row per record unless told otherwise. */
export class ScriptedStream extends Stream {
  readonly name: string;
  readonly description = 'A row of a script.';
  readonly source = 'a script';
  readonly walk: Walk;
  readonly schema = z.object({ id: z.string() });
  override readonly cursorField?: string;
  readonly #toRows: (record: Body) => readonly Row[];

  constructor(name: string, walk: Walk, options: TableOptions = {}) {
    super();
    this.name = name;
    this.walk = walk;
    this.cursorField = options.cursorField ?? 'updated_at';
    this.#toRows = options.toRows ?? ((record) => [record]);
  }

  rows(record: Body): readonly Row[] {
    return this.#toRows(record);
  }
}

export const UNTIL = 1_000_000;
export const range = (mode: Mode = 'incremental'): Range => ({ mode, start: 0, until: UNTIL, lookback: 0 });

export function select(stream: Stream<unknown>, progress = begin(undefined, range())): Selection {
  return { stream, progress, shape: (row) => ({ row, changes: [] }) };
}

/** Records with one id each, changed at second `at`. */
export function records(count: number, at = 1, prefix = 'r'): Body[] {
  return Array.from({ length: count }, (_, index) => ({ id: `${prefix}${index}`, updated_at: at }));
}

/** A reader of the output that takes nothing until it is opened. */
export class Output extends PassThrough {
  #text = '';

  constructor({ isOpen = true } = {}) {
    super({ highWaterMark: 1_024 });
    this.setEncoding('utf8');
    if (isOpen) this.open();
  }

  open(): void {
    this.on('data', (chunk: string) => {
      this.#text += chunk;
    });
  }

  get messages(): readonly Message[] {
    return this.#text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => messageSchema.parse(JSON.parse(line)));
  }

  /** One short word per message of the stream: `STARTED`, `RUNNING`, `RECORD r1`, `STATE 3`, `ERROR transient_error`. */
  tale(stream?: string): readonly string[] {
    return this.messages.filter((message) => stream === undefined || streamOf(message) === stream).map(toWord);
  }
}

const descriptor = z.object({ name: z.string() });
const messageSchema = z.looseObject({
  type: z.string(),
  record: z.looseObject({ stream: z.string(), data: z.record(z.string(), z.unknown()) }).optional(),
  state: z
    .object({
      type: z.literal('STREAM'),
      stream: z.object({ stream_descriptor: descriptor, stream_state: z.record(z.string(), z.unknown()) }),
      sourceStats: z.object({ recordCount: z.int() }),
    })
    .optional(),
  trace: z
    .looseObject({
      emitted_at: z.int(),
      stream_status: z
        .object({ stream_descriptor: descriptor, status: z.string(), reasons: z.array(z.unknown()).optional() })
        .optional(),
      error: z
        .looseObject({ message: z.string(), failure_type: z.string(), stream_descriptor: descriptor.optional() })
        .optional(),
    })
    .optional(),
});
export type Message = z.infer<typeof messageSchema>;

function streamOf({ record, state, trace }: Message): string | undefined {
  const about = state?.stream ?? trace?.stream_status ?? trace?.error;
  return record?.stream ?? about?.stream_descriptor?.name;
}

function toWord({ record, state, trace, type }: Message): string {
  if (record !== undefined) return `RECORD ${record.data.id}`;
  if (state !== undefined) return `STATE ${state.sourceStats.recordCount}`;
  if (trace?.error !== undefined) return `ERROR ${trace.error.failure_type}`;
  const { status, reasons } = trace?.stream_status ?? {};
  return reasons === undefined ? (status ?? type) : `${status} ${JSON.stringify(reasons)}`;
}

export interface ScriptedSync {
  readonly sync: Sync;
  /** Runs the sync until all that it writes has been delivered. */
  run(): Promise<void>;
  readonly output: Output;
  readonly failures: unknown[];
  /** Ends all walks, as a refused token does. */
  readonly end: AbortController;
  /** Ends everything, as a signal to the process does. */
  readonly stop: AbortController;
}

export function scriptedSync(
  selections: readonly Selection[],
  options: Partial<SyncOptions> & { readonly output?: Output } = {},
): ScriptedSync {
  const { output = new Output() } = options;
  const end = new AbortController();
  const stop = new AbortController();
  const failures: unknown[] = [];
  const context: Omit<WalkContext, 'streams'> = {
    api: { send: () => Promise.reject(new Error('A scripted walk asks for nothing.')) },
    lease: (options) => new Lease('test', options),
    syncStart: UNTIL,
    workspaceId: '',
    timeZone: 'UTC',
    workspaceCreatedAt: 0,
    signal: AbortSignal.any([end.signal, stop.signal]),
    warn: () => undefined,
    info: () => undefined,
    debug: () => undefined,
  };
  const writer = new MessageWriter(output);
  const statuses = new Map(
    selections.map(({ stream }) => [stream.name, new StreamStatus(stream.name, { writer, now: Date.now })]),
  );
  const sync = new Sync(selections, {
    statusOf: (name) => statuses.get(name) ?? new StreamStatus(name, { writer, now: Date.now }),
    openWalk: (_walk, streams) => ({ context: { ...context, streams }, end: () => undefined }),
    writer,
    now: Date.now,
    stopSignal: stop.signal,
    onFailure: async (error) => {
      failures.push(error);
    },
    ...options,
  });
  const run = () => sync.run().then(() => writer.flush());
  return { sync, run, output, failures, end, stop };
}
