import { ConnectorError, type FailureDetails } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import type { Lease } from './pace/memory-budget.ts';

/** A JSON object as the API sent it. */
export type Body = JsonObject;

/** One read of the API. The client adds the host, the token and the API version. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST';
  /** Below the API's address, beginning with `/`; no query string. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  readonly body?: Body;
  /** Sent a second time after a 429 only: the server may have moved on although no answer arrived (company scroll). */
  readonly once?: true;
  /** Attempts at most, 429s not counted; the client's own figure when absent. */
  readonly attempts?: number;
}

/** All that a walk may know of HTTP. */
export interface Api {
  /**
   * Resolves with the body of a 2xx answer, always a JSON object. Waits for the rate limit, retries what a retry can
   * cure, and rejects with an {@link ApiError} otherwise. Callers take turns at the limit: a walk calls with the lease of
   * its page, whose memory the answer counts against; anything else by a name, and holds nothing.
   */
  send(request: ApiRequest, caller: Lease | string): Promise<Body>;
}

export interface ApiFailure extends FailureDetails {
  /** HTTP status; absent when no whole answer arrived. */
  readonly status?: number;
  /** Intercom's error code, such as `token_unauthorized`. */
  readonly code?: string;
}

/** The API's refusal or failure, after all retries. */
export class ApiError extends ConnectorError {
  override readonly name = 'ApiError';
  readonly status: number | undefined;
  readonly code: string | undefined;

  constructor(message: string, failure: ApiFailure) {
    super(message, failure);
    this.status = failure.status;
    this.code = failure.code;
  }

  /** Deleted or merged since it was listed: 404 or 410 on the resource's own address. */
  get isGone(): boolean {
    return this.status === 404 || this.status === 410;
  }

  /** No answer, or one that blames the server's load: a smaller page may get through. */
  get isOverload(): boolean {
    return this.status === undefined || this.status === 408 || this.status >= 500;
  }
}
