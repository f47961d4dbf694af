import { ConnectorError, type FailureDetails } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import { judge, type Meaning } from './http/failure-table.ts';
import type { Lease } from './pace/memory-budget.ts';

/** A JSON object as the API sent it. */
export type Body = JsonObject;

/** One request: a read, a search, or the making or cancelling of an export job. The client adds the host, the token and the API version. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST';
  /** Appended to the API's address; begins with `/` and has no query string. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  readonly body?: Body;
  /**
   * For an endpoint that answers with a file. `text`: resolves with `{ text }`. `file`: for one of any size, resolves with
   * `{ file }` as soon as it begins; see {@link fileIn}.
   */
  readonly answersWith?: 'text' | 'file';
  /**
   * Sent again only after a 429. For a request that moves the server on, such as the next page of the company scroll: it
   * may have taken effect although no answer arrived.
   */
  readonly once?: true;
  /** How often the request is sent at most, not counting answers of 429; default: the client's own limit. */
  readonly attempts?: number;
}

/** All that a walk may know of HTTP. */
export interface Api {
  /**
   * Resolves with the body of a 2xx answer, always a JSON object. Waits for the rate limit, retries what a retry may
   * help, and rejects with an {@link ApiError} otherwise. Callers take turns at the limit.
   *
   * A walk calls with the lease of its page: the answer counts against the memory budget until the lease is released, and
   * the lease's first call waits for room in it. Other callers give a name, and their answers are not counted.
   */
  send(request: ApiRequest, caller: Lease | string): Promise<Body>;
}

/**
 * The file in the answer to a request for one: its bytes as they arrive, as Intercom packed them. To be read once; to
 * leave it early ends the download. Throws an {@link ApiError} where the file breaks off.
 */
export function fileIn({ file }: Body): AsyncIterable<Uint8Array> {
  if (isBytes(file)) return file;
  throw new TypeError('The answer holds no file.');
}

export function isBytes(value: unknown): value is AsyncIterable<Uint8Array> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

export interface ApiFailure extends FailureDetails {
  /** HTTP status; absent when no whole answer arrived. */
  readonly status?: number;
  /** Intercom's error code, such as `token_unauthorized`. */
  readonly code?: string;
  /** Judged by status and code when absent. */
  readonly meaning?: Meaning;
}

/** A request that the API refused or failed to answer, after all retries. */
export class ApiError extends ConnectorError {
  override readonly name = 'ApiError';
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly meaning: Meaning;

  constructor(message: string, failure: ApiFailure) {
    const { meaning, reach } = judge(failure);
    super(message, { reach, ...failure });
    this.status = failure.status;
    this.code = failure.code;
    this.meaning = failure.meaning ?? meaning;
  }

  /** 404 or 410. At a record's own address: the record was deleted or merged after it was listed. */
  get isGone(): boolean {
    return this.meaning === 'gone';
  }

  /** No answer, or one that says that the server is overloaded: a shorter window may get through. */
  get isOverload(): boolean {
    return this.meaning === 'no answer' || this.meaning === 'overload';
  }

  /**
   * Whether a smaller search page, or one from the other end, may get through: the server was overloaded, or it failed
   * on a record that is gone. Searches have been seen to answer that with a 404.
   */
  get mayFitSmaller(): boolean {
    return this.isOverload || this.isGone;
  }

  /** The workspace has as many export jobs as it may have at a time. */
  get isExportLimit(): boolean {
    return this.meaning === 'exports taken';
  }

  /** The token is good but may not read this resource. */
  get isMissingPermission(): boolean {
    return this.meaning === 'permission missing';
  }
}

/** {@link ApiError.isGone}, for a failure of any kind. */
export function isGone(error: unknown): error is ApiError {
  return error instanceof ApiError && error.isGone;
}
