/** Whose turn it is: the user's (`config_error`), time's (`transient_error`), or ours (`system_error`). */
export type FailureType = 'config_error' | 'transient_error' | 'system_error';

export interface FailureDetails {
  readonly failureType: FailureType;
  /** For engineers: status, code, request id, method and path. Never a header, a token or a body. */
  readonly internalMessage?: string;
  readonly cause?: unknown;
}

/** A failure whose `message` tells the user what happened and what to do next. */
export class ConnectorError extends Error {
  override readonly name: string = 'ConnectorError';
  readonly failureType: FailureType;
  readonly internalMessage: string | undefined;

  constructor(message: string, details: FailureDetails) {
    super(message, { cause: details.cause });
    this.failureType = details.failureType;
    this.internalMessage = details.internalMessage;
  }
}
