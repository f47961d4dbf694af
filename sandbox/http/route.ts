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
  /** The fault that this request meets, for the few routes whose answer depends on it. */
  readonly fault?: Fault;
}

/** JSON, or what is sent as it is: a text as `text/plain`, a file as octets. */
export type ReplyBody = Row | string | Buffer;

export interface Reply {
  readonly body: ReplyBody;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Route {
  readonly method: 'GET' | 'POST';
  /** Segments beginning with `:` match anything; a path without any wins over one with some. */
  readonly path: string;
  /** Permission it takes; absent where any token will do. */
  readonly scope?: string | undefined;
  readonly answer: (call: Call, workspace: Workspace) => Reply;
  /** What a server error leaves behind, if anything. */
  readonly broken?: (workspace: Workspace) => void;
}
