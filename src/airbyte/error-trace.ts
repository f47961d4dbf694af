import { ConnectorError } from '../errors.ts';
import { type ErrorDetails, errorTrace, type TraceMessage } from './messages.ts';

/**
 * The ERROR trace for a failure. A {@link ConnectorError} gives its own message and failure type; anything else becomes a
 * `system_error`. The stack is in `stack_trace` only, and left out of a `config_error`, which the user can fix.
 */
export function toErrorTrace(error: unknown, emittedAtMs: number, stream?: string): TraceMessage {
  const details = error instanceof ConnectorError ? describe(error) : describeUnexpected(error);
  return errorTrace(stream === undefined ? details : { ...details, stream_descriptor: { name: stream } }, emittedAtMs);
}

function describe(error: ConnectorError): ErrorDetails {
  const stack = error.failureType === 'config_error' ? {} : { stack_trace: stackWithCauses(error) };
  const internal = error.internalMessage === undefined ? {} : { internal_message: error.internalMessage };
  return { message: error.message || 'The connector failed.', failure_type: error.failureType, ...internal, ...stack };
}

function describeUnexpected(error: unknown): ErrorDetails {
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    message: 'The connector failed unexpectedly. Run the sync again; if it fails in the same way, report it.',
    internal_message: reason,
    failure_type: 'system_error',
    stack_trace: stackWithCauses(error),
  };
}

/** The sentence for the user about any failure. */
export function reasonOf(error: unknown): string {
  return error instanceof ConnectorError ? describe(error).message : describeUnexpected(error).message;
}

const MAX_CAUSES = 5;

function stackWithCauses(error: unknown): string {
  const stacks: string[] = [];
  for (let link = error; link instanceof Error && stacks.length < MAX_CAUSES; link = link.cause) {
    stacks.push(link.stack ?? `${link.name}: ${link.message}`);
  }
  return stacks.join('\nCaused by: ');
}
