import type { Sandbox, SandboxOptions } from '../../../sandbox/sandbox.ts';
import type { Fault } from '../../support/workspaces.ts';

type Sizes = NonNullable<SandboxOptions['sizes']>;

/** A request that comes only now and then, or late in a read, and the workspace in which it does. */
export interface RequestKind {
  readonly name: string;
  readonly path: string | RegExp;
  /** Which of the matching requests of a read is meant. */
  readonly nth: number;
  readonly stream: string;
  /** How often it is asked for at most where it fails for ever. */
  readonly most: number;
  readonly sizes: Sizes;
  readonly prepare?: (sandbox: Sandbox) => void;
}

/** From both ends of the range, in four sizes. */
const searched = 32;

/** What a read that asks once for everything does not make, or not as such a request. */
export const requestKinds: readonly RequestKind[] = [
  {
    name: 'a later page of a search by days',
    path: '/contacts/search',
    nth: 2,
    stream: 'contacts',
    most: searched,
    sizes: { contacts: 200 },
  },
  {
    name: 'a later page of a search',
    path: '/tickets/search',
    nth: 2,
    stream: 'tickets',
    most: searched,
    sizes: { tickets: 170 },
  },
  {
    name: 'a later page of a window',
    path: '/admins/activity_logs',
    nth: 5,
    stream: 'activity_logs',
    most: 210,
    sizes: { activity_logs: 1_600 },
  },
  {
    name: 'a later page of the scroll',
    path: '/companies/scroll',
    nth: 2,
    stream: 'companies',
    // Of an opened scroll, only polls until the last one has expired.
    most: 75,
    sizes: { companies: 120 },
  },
  {
    name: 'a ticket that came without its parts',
    path: /^\/tickets\/\d+$/,
    nth: 1,
    stream: 'tickets',
    most: 20 * 6,
    prepare: ({ faults }) =>
      faults.add({ kind: 'dropEmbedded', field: 'ticket_parts', match: { path: '/tickets/search' } }),
    sizes: { tickets: 20 },
  },
];

/** Each way in which an answer can be bad for once, and ways in which none comes. */
export const badAnswers: readonly { readonly name: string; readonly fault: Fault }[] = [
  { name: '429 without warning', fault: { kind: 'rateLimit' } },
  { name: '500', fault: { kind: 'status', status: 500 } },
  { name: '502 with HTML', fault: { kind: 'html', status: 502 } },
  { name: '504 with HTML', fault: { kind: 'html', status: 504 } },
  { name: 'a reset', fault: { kind: 'reset' } },
  { name: 'a reset after the server did its work', fault: { kind: 'resetAfter' } },
  { name: 'half a body', fault: { kind: 'truncate', announced: 'full' } },
  { name: 'a whole answer of half a body', fault: { kind: 'truncate', announced: 'cut' } },
  { name: 'no JSON', fault: { kind: 'malformed' } },
  { name: 'an empty 200', fault: { kind: 'empty' } },
  { name: 'no answer', fault: { kind: 'hang' } },
  { name: 'no answer after the server did its work', fault: { kind: 'hangAfter' } },
];

/** Makes a share of all answers bad, each kind of bad answer as often as the others. */
export function spoilAnswers({ faults }: Sandbox, share: number, seed: number): void {
  for (const [index, { fault }] of badAnswers.entries()) {
    const probability = share / badAnswers.length;
    faults.add({ ...fault, probability, times: Number.POSITIVE_INFINITY, seed: seed * 100 + index });
  }
}
