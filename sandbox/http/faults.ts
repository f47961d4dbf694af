import { Dice, seedOf } from '../generate/dice.ts';
import type { Row } from '../json.ts';
import { isRow } from '../json.ts';
import type { LoggedCall } from './call-log.ts';
import { pathMatches } from './paths.ts';

/** Which requests a fault strikes; every request when empty. */
interface FaultMatch {
  readonly method?: string;
  /** A path, its beginning followed by `*`, or a pattern. */
  readonly path?: string | RegExp;
  /** A method and the path of a route, such as `GET /contacts/:id/notes`. */
  readonly route?: string;
  /** Only the n-th matching request, counted from 1 after the fault was added. */
  readonly nth?: number;
}

type FaultKind =
  /** An error of the API. */
  | { kind: 'status'; status: number; code?: string; message?: string }
  /** A gateway's HTML page. */
  | { kind: 'html'; status?: number }
  /** The connection is cut before the request is looked at. */
  | { kind: 'reset' }
  /** The request is carried out, then the connection is cut. */
  | { kind: 'resetAfter' }
  /** The body ends half way: with a shorter answer than announced, or as a whole answer of cut JSON. */
  | { kind: 'truncate'; announced?: 'full' | 'cut' }
  /** 200 with something that isn't JSON. */
  | { kind: 'malformed' }
  /** 200 without a body. */
  | { kind: 'empty' }
  /** No answer, ever. */
  | { kind: 'hang' }
  /** The request is carried out, but no answer comes. */
  | { kind: 'hangAfter' }
  | { kind: 'slow'; ms: number }
  /** 429 although the window has room. */
  | { kind: 'rateLimit' }
  /** 302 to another host. */
  | { kind: 'redirect'; to?: string }
  /** The company scroll gives its last page for ever. */
  | { kind: 'repeatScrollPage' }
  /** An embedded list, such as `tags` or `ticket_parts`, is missing from the records, or from one of them only. */
  | { kind: 'dropEmbedded'; field: string; id?: string }
  /** `pages.next` leads to another host. */
  | { kind: 'foreignNext'; to?: string }
  /** A page that holds the record fails with 504 when it is larger than `largerThan`; 0 fails always. */
  | { kind: 'poison'; id: string; largerThan: number };

export type Fault = FaultKind & {
  readonly match?: FaultMatch;
  /** How often it strikes; default 1; for ever for a poison and a repeated scroll page. */
  readonly times?: number;
  /** Of striking a matching request; default 1. */
  readonly probability?: number;
  readonly seed?: number;
};

const endless = new Set<FaultKind['kind']>(['poison', 'repeatScrollPage']);

/** What of a request a fault goes by. */
type StruckCall = Pick<LoggedCall, 'method' | 'path' | 'route' | 'body'>;

interface Armed {
  readonly fault: Fault;
  readonly dice: Dice;
  seen: number;
  struck: number;
}

/** Faults waiting for requests to strike. */
export class Faults {
  private armed: Armed[] = [];

  add(fault: Fault): void {
    const dice = new Dice(seedOf(fault.seed ?? 1, fault.kind), this.armed.length);
    this.armed.push({ fault, dice, seen: 0, struck: 0 });
  }

  clear(): void {
    this.armed = [];
  }

  /** How often the faults added since the last clearing have struck. */
  get struck(): number {
    return this.armed.reduce((sum, { struck }) => sum + struck, 0);
  }

  /** The first fault that strikes this request, of those that don't depend on its answer. */
  strike(call: StruckCall): Fault | undefined {
    return this.armed.find((armed) => armed.fault.kind !== 'poison' && this.hits(armed, call))?.fault;
  }

  /** True when a poisoned record is on this page. */
  isPoisoned(call: StruckCall, body: Row | string | Buffer): boolean {
    return this.armed.some(
      (armed) => armed.fault.kind === 'poison' && isStruckBy(armed.fault, call.body, body) && this.hits(armed, call),
    );
  }

  private hits(armed: Armed, call: StruckCall): boolean {
    const { match = {}, probability = 1, kind } = armed.fault;
    const times = armed.fault.times ?? (endless.has(kind) ? Number.POSITIVE_INFINITY : 1);
    if (!matches(match, call) || armed.struck >= times) return false;
    armed.seen++;
    if (match.nth !== undefined && armed.seen !== match.nth) return false;
    if (probability < 1 && !armed.dice.chance(probability)) return false;
    armed.struck++;
    return true;
  }
}

function matches(match: FaultMatch, { method, path, route }: StruckCall): boolean {
  if (match.method !== undefined && match.method.toUpperCase() !== method) return false;
  if (match.route !== undefined && match.route !== route) return false;
  return match.path === undefined || pathMatches(match.path, path);
}

function isStruckBy(
  poison: { id: string; largerThan: number },
  requestBody: unknown,
  body: Row | string | Buffer,
): boolean {
  if (Buffer.isBuffer(body) || !isRow(body)) return false;
  const pagination = isRow(requestBody) && isRow(requestBody.pagination) ? requestBody.pagination : {};
  const perPage = typeof pagination.per_page === 'number' ? pagination.per_page : 1;
  if (poison.largerThan > 0 && perPage <= poison.largerThan) return false;
  const lists = Object.values(body).filter(Array.isArray);
  return (
    body.id === poison.id ||
    lists.some((list) => list.some((record: unknown) => isRow(record) && record.id === poison.id))
  );
}
