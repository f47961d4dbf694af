import type { Sandbox, SandboxOptions } from '../../../sandbox/sandbox.ts';
import type { Fault } from '../../support/workspaces.ts';

type Sizes = NonNullable<SandboxOptions['sizes']>;

/** A workspace in which each paged list has a later page, and little more. */
const usual = { contacts: 200, companies: 120, conversations: 15, tickets: 170, activity_logs: 300 };

/** A kind of request that a read makes, and the workspace in which it makes it. */
export interface RequestKind {
  readonly name: string;
  readonly path: string | RegExp;
  /** Which of the matching requests of a read is meant. */
  readonly nth?: number;
  readonly streams: readonly string[];
  /** Streams that end INCOMPLETE where it fails for ever; default: all of `streams`. */
  readonly spoiled?: readonly string[];
  /** How often it is asked for at most where it fails for ever. */
  readonly most: number;
  readonly sizes: Sizes;
  readonly prepare?: (sandbox: Sandbox) => void;
}

const retried = 6;
/** From both ends of the range, in four sizes. */
const searched = 32;
/** Of an opened scroll, only polls until the last one has expired. */
const scrolled = 75;

/** Every kind of request that `read` makes but the first, GET /me. */
export const requestKinds: readonly RequestKind[] = [
  { name: 'a list', path: '/tags', streams: ['tags'], most: retried, sizes: usual },
  {
    name: 'a list of attributes',
    path: '/data_attributes',
    streams: ['contact_attributes'],
    most: retried,
    sizes: usual,
  },
  {
    name: 'the first page of a search by days',
    path: '/contacts/search',
    streams: ['contacts'],
    most: searched,
    sizes: usual,
  },
  {
    name: 'a later page of a search by days',
    path: '/contacts/search',
    nth: 2,
    streams: ['contacts'],
    most: searched,
    sizes: usual,
  },
  { name: 'the first page of a search', path: '/tickets/search', streams: ['tickets'], most: searched, sizes: usual },
  {
    name: 'a later page of a search',
    path: '/tickets/search',
    nth: 2,
    streams: ['tickets'],
    most: searched,
    sizes: usual,
  },
  {
    name: 'a ticket that came without its parts',
    path: /^\/tickets\/\d+$/,
    streams: ['tickets'],
    most: 20 * retried,
    prepare: ({ faults }) =>
      faults.add({ kind: 'dropEmbedded', field: 'ticket_parts', match: { path: '/tickets/search' } }),
    sizes: { ...usual, tickets: 20 },
  },
  {
    name: 'the first page of a window',
    path: '/admins/activity_logs',
    streams: ['activity_logs'],
    most: 210,
    sizes: usual,
  },
  {
    name: 'a later page of a window',
    path: '/admins/activity_logs',
    nth: 5,
    streams: ['activity_logs'],
    most: 210,
    sizes: { ...usual, activity_logs: 1_600 },
  },
  {
    name: 'the first page of the scroll',
    path: '/companies/scroll',
    streams: ['companies', 'company_segments'],
    most: scrolled,
    sizes: usual,
  },
  {
    name: 'a later page of the scroll',
    path: '/companies/scroll',
    nth: 2,
    streams: ['companies', 'company_segments'],
    most: scrolled,
    sizes: usual,
  },
  {
    name: "a company's segments",
    path: /^\/companies\/\w+\/segments$/,
    streams: ['companies', 'company_segments'],
    // A sample of a hundred, and the companies that embed as many segments as fit.
    most: 120 * retried,
    sizes: usual,
  },
  {
    name: 'a conversation',
    path: /^\/conversations\/\d+$/,
    nth: 3,
    streams: ['conversations', 'conversation_parts'],
    spoiled: ['conversation_parts'],
    most: 15 * retried,
    sizes: usual,
  },
  {
    name: "the rest of a contact's list",
    path: /^\/contacts\/\w+\/(tags|companies|notes)$/,
    streams: ['contacts'],
    most: 40 * retried,
    sizes: usual,
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
