/**
 * Who can fix a failure: the user (`config_error`), nobody, since it may pass by itself (`transient_error`), or the
 * maintainers (`system_error`). The names are Airbyte's.
 */
export type FailureType = 'config_error' | 'transient_error' | 'system_error';

/**
 * How far a failure reaches. After one of a `call`, the walk goes on without that call's record. One of a `stream` ends
 * the streams of the walk, and one of the `sync` ends all of them.
 */
export type Reach = 'call' | 'stream' | 'sync';

export interface FailureDetails {
  readonly failureType: FailureType;
  /** Default: `call` for a transient failure, which another record may not meet; `stream` for any other. */
  readonly reach?: Reach;
  /** For engineers: status, code, request id, method and path. Never a header, a token or a body. */
  readonly internalMessage?: string;
  readonly cause?: unknown;
}

/** A failure whose `message` tells the user what happened and what to do next. */
export class ConnectorError extends Error {
  override readonly name: string = 'ConnectorError';
  readonly failureType: FailureType;
  readonly reach: Reach;
  readonly internalMessage: string | undefined;

  constructor(message: string, details: FailureDetails) {
    super(message, { cause: details.cause });
    this.failureType = details.failureType;
    this.reach = details.reach ?? (details.failureType === 'transient_error' ? 'call' : 'stream');
    this.internalMessage = details.internalMessage;
  }
}

/** Whether the walk can go on without the call that failed. */
export function concernsOneCall(error: unknown): error is ConnectorError {
  return error instanceof ConnectorError && error.reach === 'call';
}

/** Whether no request of the sync can succeed any more. */
export function endsSync(error: unknown): boolean {
  return error instanceof ConnectorError && error.reach === 'sync';
}
