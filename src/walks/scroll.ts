import { ConnectorError } from '../errors.ts';
import { ApiError, type ApiRequest, type Body, isGone } from '../intercom/api.ts';
import type { Lease } from '../intercom/pace/memory-budget.ts';
import { type Sleep, sleep, steadyClock } from '../intercom/pace/time.ts';
import { keepAlive } from './keep-alive.ts';
import { recordsOf } from './pages.ts';
import { SeenRecords } from './seen-records.ts';
import { type BareWalk, type Page, timeIn, type WalkContext } from './walk.ts';

export interface ScrollOptions {
  /** What the scroll lists, in the plural; it is quoted in messages. */
  readonly name: string;
  readonly path: string;
  /** Shows whether the scroll may be read, without opening it. */
  readonly probe: ApiRequest;
  readonly timings?: ScrollTimings;
  /** Local time in ms. */
  readonly clock?: () => number;
  readonly sleep?: Sleep;
}

export interface ScrollTimings {
  /** A scroll expires after a minute without a call, so the next page is fetched after this long, wanted or not. */
  readonly keepAliveMs: number;
  /** How often to try again while another application has its scroll open. */
  readonly pollMs: number;
  /** How long to wait for the other application. */
  readonly patienceMs: number;
}

const TIMINGS: ScrollTimings = { keepAliveMs: 45_000, pollMs: 5_000, patienceMs: 5 * 60_000 };
/** How often the scroll is read from its first page before the stream fails. */
const PASSES = 4;

/**
 * All records of a scroll, which ends with an empty page. A workspace has one open scroll at a time, and it expires
 * when it is not called.
 *
 * No page is asked for twice: a scroll moves on with each request, even when the answer gets lost, so a repeated
 * request would skip a page. Instead, any failure starts the scroll over, and records that have already come, and have
 * not changed since, are left out.
 * https://developers.intercom.com/docs/references/rest-api/api.intercom.io/companies/scrolloverallcompanies
 */
export function scroll(options: ScrollOptions): BareWalk {
  return {
    name: options.name,
    isBare: true,
    isResumable: false,
    usesRange: false,
    changedAt: (record) => timeIn(record, 'updated_at'),
    probe: () => options.probe,
    read: (_progress, context) => readScroll(options, context),
  };
}

async function* readScroll(options: ScrollOptions, context: WalkContext): AsyncGenerator<Page<Body>> {
  const { keepAliveMs } = options.timings ?? TIMINGS;
  const seen = new SeenRecords();
  for (let pass = 1; ; pass += 1) {
    const first = await open(options, context);
    try {
      for await (const { records, lease } of keepAlive(readPass(first, options, context), keepAliveMs)) {
        yield { records: records.filter((record) => seen.isNew(record, record.updated_at)), lease };
      }
      return;
    } catch (error) {
      if (!mayStartOver(error) || pass === PASSES || context.signal.aborted) throw error;
      context.warn(
        `The scroll of ${options.name} broke off after ${seen.size} records and starts over. ${error.message}`,
      );
    }
  }
}

interface Answer {
  readonly body: Body;
  readonly lease: Lease;
}

interface ScrollPage {
  readonly records: readonly Body[];
  readonly lease: Lease;
}

/** The pages of a scroll do not wait for memory: the scroll would expire meanwhile. */
async function ask(request: ApiRequest, { api, lease: begin }: WalkContext): Promise<Answer> {
  const lease = begin({ isUrgent: true });
  return { body: await api.send(request, lease), lease };
}

/** One pass of the scroll, from its first answer on. */
async function* readPass(first: Answer, { path }: ScrollOptions, context: WalkContext): AsyncGenerator<ScrollPage> {
  const seen = new SeenRecords();
  let answer = first;
  for (;;) {
    const { body, lease } = answer;
    const records = recordsOf(body, ['data'], path);
    // The token may stay the same from page to page, so a page that is repeated shows in its records only.
    const isRepeated = records.filter((record) => seen.isNew(record)).length === 0;
    if (isRepeated) lease.release();
    if (records.length === 0) return;
    if (isRepeated) throw new BrokenScroll(path, 'brings the same records again and again');
    yield { records, lease };
    const token = body.scroll_param;
    if (typeof token !== 'string') throw new BrokenScroll(path, 'came without the token for its next page');
    const request: ApiRequest = { method: 'GET', path, query: { scroll_param: token }, once: true };
    answer = await ask(request, context).catch((error: unknown) => {
      if (isGone(error)) throw new BrokenScroll(path, 'expired before its end', error);
      throw error;
    });
  }
}

/**
 * Opens the scroll. While another one is open, that of another application or of an earlier pass, tries again until it
 * has ended or expired.
 */
async function open(options: ScrollOptions, context: WalkContext): Promise<Answer> {
  const { name, path, timings = TIMINGS, clock = steadyClock } = options;
  const deadline = clock() + timings.patienceMs;
  for (let attempt = 1; ; attempt += 1) {
    try {
      // May be repeated after a lost answer: the scroll that it opened then expires unread.
      return await ask({ method: 'GET', path }, context);
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 'scroll_exists')) throw error;
      if (clock() >= deadline) throw stillTaken(name, error);
      if (attempt === 1)
        context.warn(`Another scroll of ${name} is open in this workspace: waiting until it ends or expires.`);
    }
    await (options.sleep ?? sleep)(timings.pollMs, context.signal);
  }
}

/** A scroll that cannot be continued. Starting over may succeed. */
class BrokenScroll extends ConnectorError {
  constructor(path: string, what: string, cause?: ApiError) {
    const message = `The scroll of ${path} ${what}. Sync again later; if it happens again, tell Intercom's support.`;
    super(message, { failureType: 'transient_error', internalMessage: `scroll of ${path} ${what}`, cause });
  }
}

/** A server error ends a scroll too. A refused token or a missing permission would fail every pass. */
function mayStartOver(error: unknown): error is ConnectorError {
  return error instanceof BrokenScroll || (error instanceof ApiError && error.isOverload);
}

function stillTaken(name: string, cause: ApiError): ConnectorError {
  return new ConnectorError(
    `Another application, or another connection of this workspace, keeps the workspace's only scroll of ${name} open. Let it end, or schedule the two at different times, then sync again.`,
    { failureType: 'transient_error', internalMessage: 'scroll_exists until the wait was over', cause },
  );
}
