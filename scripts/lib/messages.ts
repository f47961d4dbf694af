import { z } from 'zod';

const row = z.record(z.string(), z.unknown());
const milliseconds = z.int().nonnegative();
const descriptor = z.strictObject({ name: z.string().min(1) });

const recordMessage = z.strictObject({
  type: z.literal('RECORD'),
  record: z.strictObject({
    stream: z.string().min(1),
    emitted_at: milliseconds,
    data: row.refine((data) => Object.keys(data).length > 0, 'a record without data'),
    meta: z
      .strictObject({
        changes: z.array(
          z.strictObject({ field: z.string(), change: z.enum(['NULLED', 'TRUNCATED']), reason: z.string() }),
        ),
      })
      .optional(),
  }),
});

const stateMessage = z.strictObject({
  type: z.literal('STATE'),
  state: z.strictObject({
    type: z.literal('STREAM'),
    stream: z.strictObject({ stream_descriptor: descriptor, stream_state: row }),
    sourceStats: z.strictObject({ recordCount: z.int().nonnegative() }),
  }),
});

const errorTrace = z.strictObject({
  type: z.literal('ERROR'),
  emitted_at: milliseconds,
  error: z.strictObject({
    message: z.string().min(1),
    failure_type: z.enum(['config_error', 'transient_error', 'system_error']),
    internal_message: z.string().optional(),
    stack_trace: z.string().optional(),
    stream_descriptor: descriptor.optional(),
  }),
});

const reason = z.strictObject({
  type: z.literal('RATE_LIMITED'),
  rate_limited: z.strictObject({ quota_reset: milliseconds }),
});

const statusTrace = z.strictObject({
  type: z.literal('STREAM_STATUS'),
  emitted_at: milliseconds,
  stream_status: z.strictObject({
    stream_descriptor: descriptor,
    status: z.enum(['STARTED', 'RUNNING', 'COMPLETE', 'INCOMPLETE']),
    reasons: z.array(reason).length(1).optional(),
  }),
});

const estimateTrace = z.strictObject({
  type: z.literal('ESTIMATE'),
  emitted_at: milliseconds,
  estimate: z.strictObject({
    name: z.string(),
    type: z.literal('STREAM'),
    row_estimate: z.int().nonnegative(),
    byte_estimate: z.int().nonnegative(),
  }),
});

const logMessage = z.strictObject({
  type: z.literal('LOG'),
  log: z.strictObject({
    level: z.enum(['FATAL', 'ERROR', 'WARN', 'INFO', 'DEBUG', 'TRACE']),
    message: z.string(),
    stack_trace: z.string().optional(),
  }),
});

const connectionStatusMessage = z.strictObject({
  type: z.literal('CONNECTION_STATUS'),
  connectionStatus: z.discriminatedUnion('status', [
    z.strictObject({ status: z.literal('SUCCEEDED') }),
    z.strictObject({ status: z.literal('FAILED'), message: z.string().min(1) }),
  ]),
});

const catalogStream = z.strictObject({
  name: z.string().min(1),
  supported_sync_modes: z.array(z.enum(['full_refresh', 'incremental'])).min(1),
  source_defined_primary_key: z.array(z.array(z.string())).optional(),
  default_cursor_field: z.array(z.string()).optional(),
  json_schema: row,
  source_defined_cursor: z.boolean().optional(),
  is_resumable: z.boolean(),
});

const catalogMessage = z.strictObject({
  type: z.literal('CATALOG'),
  catalog: z.strictObject({ streams: z.array(catalogStream) }),
});

const specMessage = z.strictObject({ type: z.literal('SPEC'), spec: row });

const message = z.discriminatedUnion('type', [
  recordMessage,
  stateMessage,
  z.strictObject({
    type: z.literal('TRACE'),
    trace: z.discriminatedUnion('type', [errorTrace, statusTrace, estimateTrace]),
  }),
  logMessage,
  connectionStatusMessage,
  catalogMessage,
  specMessage,
]);

/** The messages of the Airbyte protocol that this connector writes. Its output may hold no other ones. */
export type Message = z.infer<typeof message>;
export type RecordMessage = z.infer<typeof recordMessage>;
export type StateMessage = z.infer<typeof stateMessage>;
export type CatalogStream = z.infer<typeof catalogStream>;

/** The message on each line. Throws at a line that is not one of these messages, and at a last line without a line end. */
export function parseMessages(text: string): readonly Message[] {
  const lines = text.split('\n');
  const rest = lines.pop();
  if (rest !== '') throw new Error(`The last line is not ended: ${shortened(rest ?? '')}`);
  return lines.map(parseMessage);
}

function parseMessage(line: string): Message {
  const parsed = message.safeParse(toJson(line));
  if (parsed.success) return parsed.data;
  throw new Error(`Not a message of ours: ${shortened(line)}\n${z.prettifyError(parsed.error)}`);
}

function toJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function shortened(line: string): string {
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}
