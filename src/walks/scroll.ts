import { setTimeout as sleep } from 'node:timers/promises';
import { ConnectorError } from '../errors.ts';
import { ApiError, type ApiRequest, type Body } from '../intercom/api.ts';
import type { Lease } from '../intercom/pace/memory-budget.ts';
import { keepAlive } from './keep-alive.ts';
import { recordsOf } from './pages.ts';
import { type BareWalk, type Page, timeIn, type WalkContext } from './walk.ts';

export interface ScrollOptions {
  readonly name: string;
  readonly path: string;
  /** Shows whether the scroll may be read without opening it. */
  readonly probe: ApiRequest;
  readonly timings?: ScrollTimings;
}

export interface ScrollTimings {
  /** A scroll expires after a minute without a call: the next page is fetched after this long, wanted or not. */
  readonly keepAliveMs: number;
  /** How often a scroll is asked for while another application holds the workspace's only one. */
  readonly pollMs: number;
  /** How long to wait for the other application. */
  readonly patienceMs: number;
}

const TIMINGS: ScrollTimings = { keepAliveMs: 45_000, pollMs: 5_000, patienceMs: 5 * 60_000 };
/** Passes from the first page on, before the stream fails. */
const PASSES = 4;

/**
 * All records of a scroll: a workspace has one at a time, it expires when it isn't called, and a page that was asked
 * for once may be consumed although no answer arrived. So no page is asked for twice; any failure starts over, and a
 * record that has come before and has not changed since is left out. Ends on an empty page.
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
  const written = new Map<unknown, unknown>();
  for (let pass = 1; ; pass += 1) {
    const first = await open(options, context);
    try {
      for await (const { records, lease } of keepAlive(pages(first, options, context), keepAliveMs)) {
        const news = records.filter(({ id, updated_at }) => !written.has(id) || written.get(id) !== updated_at);
        for (const { id, updated_at } of news) written.set(id, updated_at);
        yield { records: news, lease };
      }
      return;
    } catch (error) {
      if (!isCurable(error) || pass === PASSES || context.signal.aborted) throw error;
      context.warn(
        `The scroll of ${options.name} broke off after ${written.size} records and starts over. ${error.message}`,
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

/** The pages of a scroll never wait for memory: it would expire meanwhile. */
async function ask(request: ApiRequest, { api, lease: begin }: WalkContext): Promise<Answer> {
  const lease = begin({ isUrgent: true });
  return { body: await api.send(request, lease), lease };
}

/** One pass of the scroll, from its first answer on. */
async function* pages(first: Answer, options: ScrollOptions, context: WalkContext): AsyncGenerator<ScrollPage> {
  const seen = new Set<unknown>();
  let answer = first;
  for (;;) {
    const { body, lease } = answer;
    const records = recordsOf(body, ['data'], options.path);
    if (records.length === 0) return;
    // The token may stay the same from page to page, so a scroll that goes in a circle shows in its records only.
    if (records.every(({ id }) => seen.has(id)))
      throw new BrokenScroll(options.path, 'brings the same companies again and again');
    for (const { id } of records) seen.add(id);
    yield { records, lease };
    const token = body.scroll_param;
    if (typeof token !== 'string') throw new BrokenScroll(options.path, 'came without the token for its next page');
    answer = await ask({ method: 'GET', path: options.path, query: { scroll_param: token }, once: true }, context);
  }
}

/**
 * Opens the scroll, and waits while another one is open: another application's, or an earlier pass that has to expire.
 * Opening may be repeated: at worst a scroll that nobody reads has to expire first.
 */
async function open({ path, timings = TIMINGS }: ScrollOptions, context: WalkContext): Promise<Answer> {
  const deadline = Date.now() + timings.patienceMs;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ask({ method: 'GET', path }, context);
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 'scroll_exists')) throw error;
      if (Date.now() >= deadline) throw stillTaken(error);
      if (attempt === 1)
        context.warn('Another scroll of companies is open in this workspace: waiting until it ends or expires.');
    }
    await sleep(timings.pollMs, undefined, { signal: context.signal }).catch(() => context.signal.throwIfAborted());
  }
}

/** A scroll that can't be gone on with; a new one may get through. */
class BrokenScroll extends ConnectorError {
  constructor(path: string, what: string) {
    const message = `The scroll of ${path} ${what}. Sync again later; if it happens again, tell Intercom's support.`;
    super(message, { failureType: 'transient_error', internalMessage: `scroll of ${path} ${what}` });
  }
}

/** Intercom answers a dead scroll with 404 or 500; a refused token or permission will not change with another pass. */
function isCurable(error: unknown): error is ConnectorError {
  return error instanceof BrokenScroll || (error instanceof ApiError && (error.isOverload || error.isGone));
}

function stillTaken(cause: ApiError): ConnectorError {
  return new ConnectorError(
    'Another application, or another connection of this workspace, keeps its only scroll of companies open. Let it end, or schedule the two at different times, then sync again.',
    { failureType: 'transient_error', internalMessage: 'scroll_exists for as long as we waited', cause },
  );
}
