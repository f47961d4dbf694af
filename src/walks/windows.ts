import { ApiError, type ApiRequest, type Body } from '../intercom/api.ts';
import type { Gap, Progress } from '../progress/progress.ts';
import { readGaps } from './gaps/gap-pool.ts';
import { sinceCreation } from './gaps/since-creation.ts';
import { readPages } from './pages.ts';
import { SeenRecords } from './seen-records.ts';
import { type Page, timeIn, type Walk, type WalkContext } from './walk.ts';

export interface WindowOptions {
  readonly name: string;
  readonly path: string;
  readonly recordsAt: string;
  readonly stepDays: number;
  readonly perPage: number;
}

const WINDOWS_AT_ONCE = 4;
const DAY_SECONDS = 86_400;
/** Long ranges of activity logs fail on the server. One that fails at this length would fail at any. */
const SHORTEST_WINDOW_SECONDS = 3_600;
/** Attempts at a page before its window is halved. */
const ATTEMPTS_PER_LENGTH = 3;

/**
 * Immutable records by the time of their creation, one window of `stepDays` after the other. The endpoint lists a
 * window newest first, by page number. So a window counts as read only once all its pages have come; its upper end
 * keeps records that are made meanwhile from shifting the pages; and one on which the server fails is halved.
 */
export function windows(options: WindowOptions): Walk {
  return {
    name: options.name,
    isResumable: true,
    usesRange: true,
    changedAt: (record) => timeIn(record, 'created_at'),
    probe: (now) => requestFor(options, { from: now, to: now + 1 }),
    read: (progress, context) => readWindows(options, progress, context),
  };
}

async function* readWindows(
  options: WindowOptions,
  { gaps }: Progress,
  context: WalkContext,
): AsyncGenerator<Page<Body>> {
  const step = options.stepDays * DAY_SECONDS;
  const slices = (yield* sinceCreation(gaps, context)).flatMap((gap) => slicesOf(gap, step));
  yield* readGaps(slices, { atOnce: WINDOWS_AT_ONCE }, (gap) => readWindow(options, gap, new SeenRecords(), context));
}

/** Windows of `step` seconds, the last one shorter; none for a range that is empty. */
function slicesOf({ from, to }: Gap, step: number): Gap[] {
  const count = Math.max(0, Math.ceil((to - from) / step));
  return Array.from({ length: count }, (_, index) => ({
    from: from + index * step,
    to: Math.min(to, from + (index + 1) * step),
  }));
}

async function* readWindow(
  options: WindowOptions,
  gap: Gap,
  seen: SeenRecords,
  context: WalkContext,
): AsyncGenerator<Page<Body>> {
  const { recordsAt } = options;
  try {
    for await (const page of readPages(context, requestFor(options, gap), [recordsAt])) {
      yield {
        records: page.records.filter((record) => isWithin(record, gap) && seen.isNew(record)),
        lease: page.lease,
      };
    }
    yield { records: [], gap };
  } catch (error) {
    if (!(error instanceof ApiError && error.isOverload) || isShortest(gap)) throw error;
    const middle = Math.floor((gap.from + gap.to) / 2);
    yield* readWindow(options, { from: gap.from, to: middle }, seen, context);
    yield* readWindow(options, { from: middle, to: gap.to }, seen, context);
  }
}

/** Intercom does not say whether the bounds are inclusive: the request goes a second further on both sides. */
function requestFor({ path, perPage }: WindowOptions, { from, to }: Gap): ApiRequest {
  const query = { created_at_after: Math.max(0, from - 1), created_at_before: to, per_page: perPage };
  return { method: 'GET', path, query, ...(!isShortest({ from, to }) && { attempts: ATTEMPTS_PER_LENGTH }) };
}

function isShortest({ from, to }: Gap): boolean {
  return to - from <= SHORTEST_WINDOW_SECONDS;
}

function isWithin(record: Body, { from, to }: Gap): boolean {
  const time = record.created_at;
  return typeof time !== 'number' || (time >= from && time < to);
}
