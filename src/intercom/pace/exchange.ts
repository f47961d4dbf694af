/** `failure`: the server failed (a 5xx, a time-out, a broken connection). `refusal`: it said no, which takes it no time. */
export type Ending = 'success' | 'refusal' | 'failure';

/** One HTTP exchange that has ended: a request, and the answer to it if one arrived. */
export interface Exchange {
  /** Method and shape of the path. Requests of one kind take comparable time and bring comparable bytes. */
  readonly kind: string;
  /** Unix ms by the local clock. */
  readonly sentAtMs: number;
  /** When the last byte arrived, or the exchange failed: Unix ms by the local clock. */
  readonly endedAtMs: number;
  /** HTTP status; undefined when no whole answer arrived. */
  readonly status: number | undefined;
  /** By name in lower case; empty when no whole answer arrived. */
  readonly headers: Readonly<Record<string, unknown>>;
  /** Size of the answer's body. */
  readonly bytes: number;
  readonly ending: Ending;
  /** True for a 429 that is not about the rate of calls: other requests need not wait for it. */
  readonly isOtherLimit?: boolean;
}
