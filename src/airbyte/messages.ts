import type { FailureType } from '../errors.ts';
import type { JsonObject } from '../json.ts';

export type LogLevel = 'FATAL' | 'ERROR' | 'WARN' | 'INFO' | 'DEBUG' | 'TRACE';
export type StatusName = 'STARTED' | 'RUNNING' | 'COMPLETE' | 'INCOMPLETE';
export type SyncMode = 'full_refresh' | 'incremental';

/** What a value lost on its way from the API into the record. */
export interface RecordChange {
  readonly field: string;
  readonly change: 'NULLED';
  readonly reason: 'SOURCE_RECORD_SIZE_LIMITATION' | 'SOURCE_SERIALIZATION_ERROR';
}

interface StreamDescriptor {
  readonly name: string;
}

export interface StateMessage {
  readonly type: 'STATE';
  readonly state: {
    readonly type: 'STREAM';
    readonly stream: { readonly stream_descriptor: StreamDescriptor; readonly stream_state: object };
    readonly sourceStats: { readonly recordCount: number };
  };
}

export interface LogMessage {
  readonly type: 'LOG';
  readonly log: { readonly level: LogLevel; readonly message: string; readonly stack_trace?: string };
}

export interface ErrorDetails {
  readonly message: string;
  readonly failure_type: FailureType;
  readonly internal_message?: string;
  readonly stack_trace?: string;
  readonly stream_descriptor?: StreamDescriptor;
}

interface RateLimited {
  readonly type: 'RATE_LIMITED';
  readonly rate_limited: { readonly quota_reset: number };
}

type Trace =
  | { readonly type: 'ERROR'; readonly error: ErrorDetails }
  | {
      readonly type: 'STREAM_STATUS';
      readonly stream_status: {
        readonly stream_descriptor: StreamDescriptor;
        readonly status: StatusName;
        readonly reasons?: readonly RateLimited[];
      };
    }
  | {
      readonly type: 'ESTIMATE';
      readonly estimate: {
        readonly name: string;
        readonly type: 'STREAM';
        readonly row_estimate: number;
        readonly byte_estimate: number;
      };
    };

export interface TraceMessage {
  readonly type: 'TRACE';
  readonly trace: Trace & { readonly emitted_at: number };
}

export interface ConnectionStatusMessage {
  readonly type: 'CONNECTION_STATUS';
  readonly connectionStatus: { readonly status: 'SUCCEEDED' | 'FAILED'; readonly message?: string };
}

export interface CatalogStream {
  readonly name: string;
  readonly json_schema: JsonObject;
  readonly supported_sync_modes: readonly SyncMode[];
  readonly source_defined_cursor?: boolean;
  readonly default_cursor_field?: readonly string[];
  readonly source_defined_primary_key?: readonly (readonly string[])[];
  readonly is_resumable: boolean;
}

export interface CatalogMessage {
  readonly type: 'CATALOG';
  readonly catalog: { readonly streams: readonly CatalogStream[] };
}

export interface SpecMessage {
  readonly type: 'SPEC';
  readonly spec: JsonObject;
}

/** Every message except RECORD, which `record-line.ts` makes as text. */
export type AirbyteMessage =
  | StateMessage
  | LogMessage
  | TraceMessage
  | ConnectionStatusMessage
  | CatalogMessage
  | SpecMessage;

/** `recordCount` is the number of RECORDs of the stream since its previous STATE. */
export function stateMessage(stream: string, streamState: object, recordCount: number): StateMessage {
  return {
    type: 'STATE',
    state: {
      type: 'STREAM',
      stream: { stream_descriptor: { name: stream }, stream_state: streamState },
      sourceStats: { recordCount },
    },
  };
}

export function logMessage(level: LogLevel, message: string, stackTrace?: string): LogMessage {
  return {
    type: 'LOG',
    log: stackTrace === undefined ? { level, message } : { level, message, stack_trace: stackTrace },
  };
}

export function streamStatusTrace(stream: string, status: StatusName, emittedAtMs: number): TraceMessage {
  return trace(emittedAtMs, {
    type: 'STREAM_STATUS',
    stream_status: { stream_descriptor: { name: stream }, status },
  });
}

/** The stream waits for the API's rate limit until `quotaResetMs`. The next RECORD or status ends the wait. */
export function rateLimitedTrace(stream: string, quotaResetMs: number, emittedAtMs: number): TraceMessage {
  return trace(emittedAtMs, {
    type: 'STREAM_STATUS',
    stream_status: {
      stream_descriptor: { name: stream },
      status: 'RUNNING',
      reasons: [{ type: 'RATE_LIMITED', rate_limited: { quota_reset: Math.ceil(quotaResetMs) } }],
    },
  });
}

export function errorTrace(error: ErrorDetails, emittedAtMs: number): TraceMessage {
  return trace(emittedAtMs, { type: 'ERROR', error });
}

/** How many rows and bytes the stream will probably have in this sync, by the counts of the API. */
export function estimateTrace(
  stream: string,
  estimate: { readonly rows: number; readonly bytes: number },
  emittedAtMs: number,
): TraceMessage {
  const figures = { row_estimate: estimate.rows, byte_estimate: estimate.bytes };
  return trace(emittedAtMs, { type: 'ESTIMATE', estimate: { name: stream, type: 'STREAM', ...figures } });
}

export function specMessage(spec: JsonObject): SpecMessage {
  return { type: 'SPEC', spec };
}

/** SUCCEEDED without an argument, else FAILED with the sentence for the user. */
export function connectionStatusMessage(failure?: string): ConnectionStatusMessage {
  const connectionStatus =
    failure === undefined ? ({ status: 'SUCCEEDED' } as const) : ({ status: 'FAILED', message: failure } as const);
  return { type: 'CONNECTION_STATUS', connectionStatus };
}

export function catalogMessage(streams: readonly CatalogStream[]): CatalogMessage {
  return { type: 'CATALOG', catalog: { streams } };
}

function trace(emittedAtMs: number, body: Trace): TraceMessage {
  return { type: 'TRACE', trace: { ...body, emitted_at: emittedAtMs } };
}
