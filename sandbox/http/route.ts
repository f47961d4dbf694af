import type { Row } from '../json.ts';
import type { Workspace } from '../workspace.ts';
import type { Fault } from './faults.ts';

/** A request as a route sees it. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Parsed JSON; undefined when there is none. */
  readonly body: unknown;
  /** What stands for `:name` in the route's path. */
  readonly params: Readonly<Record<string, string>>;
  /** The sandbox's own address, for links. */
  readonly origin: string;
  /** What this request was struck by, for the few routes that play along. */
  readonly fault?: Fault;
}

export interface Reply {
  readonly body: Row;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Route {
  readonly method: 'GET' | 'POST';
  /** Segments beginning with `:` match anything; earlier routes win. */
  readonly path: string;
  /** Permission it takes, from `scopes.ts`; absent where any token will do. */
  readonly scope?: string;
  readonly answer: (call: Call, workspace: Workspace) => Reply;
}

/** An answer that is an error of the API. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

export function notFound(what: string): Refusal {
  return new Refusal(404, 'not_found', `${what} Not Found`);
}

/** The body of an error of the API. */
export function errorBody(code: string, message: string, requestId: string): Row {
  return { type: 'error.list', request_id: requestId, errors: [{ code, message }] };
}
