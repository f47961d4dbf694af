export interface LoggedCall {
  readonly method: string;
  readonly path: string;
  /** The method and path of the route that it took, such as `GET /contacts/:id/notes`; empty where there is none. */
  readonly route: string;
  /** Without the question mark; empty when there is none. */
  readonly query: string;
  readonly body: unknown;
  /** What was answered; 0 while there is no answer, or when the connection was cut instead. */
  status: number;
  /** By the workspace's clock, Unix seconds. */
  readonly at: number;
}

import { pathMatches } from './paths.ts';

/** A path or its beginning followed by `*`, a pattern, or any test. */
export type CallMatcher = string | RegExp | ((call: LoggedCall) => boolean);

const keptAtMost = 200_000;

/** Every request that reached the API, oldest first; the control endpoint's own are not in it. */
export class CallLog {
  private calls: LoggedCall[] = [];

  add(call: LoggedCall): void {
    if (this.calls.length >= keptAtMost) this.calls = this.calls.slice(keptAtMost / 2);
    this.calls.push(call);
  }

  all(matcher?: CallMatcher): readonly LoggedCall[] {
    return matcher === undefined ? this.calls : this.calls.filter(testOf(matcher));
  }

  count(matcher?: CallMatcher): number {
    return this.all(matcher).length;
  }

  clear(): void {
    this.calls = [];
  }
}

function testOf(matcher: CallMatcher): (call: LoggedCall) => boolean {
  return typeof matcher === 'function' ? matcher : (call) => pathMatches(matcher, call.path);
}
