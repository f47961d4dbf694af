import type { Api } from '../../../src/intercom/api.ts';
import { Lease } from '../../../src/intercom/pace/memory-budget.ts';
import { advance, type Gap, type Mode, type Progress, withJobs } from '../../../src/progress/progress.ts';
import type { Page, Walk, WalkContext } from '../../../src/walks/walk.ts';

export interface Told {
  readonly warnings: string[];
  readonly infos: string[];
  readonly debugs: string[];
}

export function contextOf(api: Api, more: Partial<WalkContext> = {}): WalkContext & Told {
  const warnings: string[] = [];
  const infos: string[] = [];
  const debugs: string[] = [];
  return {
    api,
    streams: [],
    lease: (options) => new Lease('test', options),
    syncStart: 0,
    timeZone: 'UTC',
    workspaceId: 'app1',
    workspaceCreatedAt: 0,
    signal: new AbortController().signal,
    warn: (message) => warnings.push(message),
    info: (message) => infos.push(message),
    debug: (message) => debugs.push(message),
    warnings,
    infos,
    debugs,
    ...more,
  };
}

export function progressOf(gaps: readonly Gap[], mode: Mode = 'incremental', more: Partial<Progress> = {}): Progress {
  const until = Math.max(0, ...gaps.map(({ to }) => to));
  return { mode, since: gaps[0]?.from ?? 0, until, gaps, retry: [], ...more };
}

export interface Reading<R> {
  readonly records: R[];
  readonly pages: Page<R>[];
  /** As the writer folds it. */
  readonly progress: Progress;
  readonly error: unknown;
}

/** More pages than any test has. */
const MOST_PAGES = 10_000;

/** Reads to the end, to the failure, or to the `most`th page, after which nothing more counts: a kill. */
export async function readAll<R>(
  walk: Walk<R>,
  progress: Progress,
  context: WalkContext,
  most = Number.POSITIVE_INFINITY,
): Promise<Reading<R>> {
  const reading = { records: [] as R[], pages: [] as Page<R>[], progress, error: undefined as unknown };
  try {
    for await (const page of walk.read(progress, context)) {
      reading.pages.push(page);
      if (reading.pages.length > MOST_PAGES) throw new Error('The walk brings pages without end.');
      reading.records.push(...page.records);
      if (page.retry !== undefined) reading.progress = { ...reading.progress, retry: page.retry };
      if (page.jobs !== undefined) reading.progress = withJobs(reading.progress, page.jobs);
      if (page.gap !== undefined) reading.progress = advance(reading.progress, page.gap, page.left);
      if (reading.pages.length === most) break;
    }
  } catch (error) {
    reading.error = error;
  }
  return reading;
}

export function idsOf(records: readonly { readonly id?: unknown }[]): string[] {
  return records.map(({ id }) => String(id));
}
