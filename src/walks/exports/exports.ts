import { ConnectorError } from '../../errors.ts';
import type { ApiRequest, Body } from '../../intercom/api.ts';
import { type Gap, INDEX_LAG_SECONDS, type Job, type Progress } from '../../progress/progress.ts';
import { sinceCreation } from '../gaps/since-creation.ts';
import type { Page, Walk, WalkContext } from '../walk.ts';
import type { Export } from './export.ts';
import { type ExportWindowOptions, WindowReader } from './window-reader.ts';

export interface ExportOptions extends ExportWindowOptions {
  /** Asked once a read, before the first job. */
  open(context: WalkContext): Promise<Export> | Export;
  /** Shows whether the token may export, without making a job. */
  readonly probe: ApiRequest;
  readonly isProbeNotFoundNormal?: true;
}

const LONGEST_WINDOW_SECONDS = 30 * 86_400;
/** A job that fails for this long would fail for any. */
const SHORTEST_WINDOW_SECONDS = 3_600;

/**
 * What Intercom gives out as files only: a job for each window of time, one window after the other, since a workspace has
 * one job at a time (or a few). A window begins with 30 days, and is halved when its job fails.
 *
 * A job is in the progress as soon as Intercom has named it, and so are the rows of its file as they are written: a read
 * that follows an interrupted one goes on with the same job, after the last of these rows.
 *
 * Which of a row's times Intercom goes by is not documented, nor the zone of a time that names none. So the window of its
 * job alone decides whether a row belongs to the range: none is left out by its own time.
 */
export function exportJobs(options: ExportOptions): Walk {
  const { name, probe, isProbeNotFoundNormal } = options;
  return {
    name,
    isResumable: true,
    usesRange: true,
    changedAt: () => Number.NaN,
    probe: () => probe,
    ...(isProbeNotFoundNormal && { isProbeNotFoundNormal }),
    read: (progress, context) => readWindows(options, progress, context),
  };
}

async function* readWindows(
  options: ExportOptions,
  { gaps, jobs: left = [] }: Progress,
  context: WalkContext,
): AsyncGenerator<Page<Body>> {
  const open = yield* sinceCreation(gaps, context);
  const source = await options.open(context);
  const reader = new WindowReader(options, source, context);
  const usable = left.filter((job) => open.some((gap) => isUsable(job, gap)));
  for (const job of left) if (!usable.includes(job)) await reader.jobs.cancel(job.id);
  let length = LONGEST_WINDOW_SECONDS;
  for (const gap of open) {
    for (let { from } = gap; from < gap.to; ) {
      const job = usable.find((one) => isUsable(one, gap));
      const window =
        job === undefined ? { from, to: Math.min(from + length, gap.to, reader.edgeAfter(from)) } : doneBy(job);
      if (job !== undefined) usable.splice(usable.indexOf(job), 1);
      if (yield* reader.read(window, job)) from = window.to;
      else length = halfOf(job ?? window, options.name, context);
    }
  }
}

/** A job of an earlier read, whose window begins where a gap begins. */
function isUsable(job: Job, gap: Gap): boolean {
  return job.from === gap.from && job.to <= gap.to && doneBy(job).from < doneBy(job).to;
}

/** What is done with a job of an earlier read: rows of the last minutes before it may have been missing in it. */
function doneBy({ from, to }: Job): Gap {
  return { from, to: to - INDEX_LAG_SECONDS };
}

function halfOf({ from, to }: Gap, name: string, context: WalkContext): number {
  const length = to - from;
  if (length <= SHORTEST_WINDOW_SECONDS) throw jobsFail(name);
  const half = Math.max(SHORTEST_WINDOW_SECONDS, Math.ceil(length / 2));
  context.info(`${name}: the export of ${inHours(length)} failed. Exporting ${inHours(half)} at a time from now on.`);
  return half;
}

function inHours(seconds: number): string {
  const hours = Math.round(seconds / 360) / 10;
  return hours === 1 ? 'an hour' : `${hours} hours`;
}

function jobsFail(name: string): ConnectorError {
  return new ConnectorError(
    `Intercom's export jobs for ${name} fail or end too early, even for an hour's worth of data. Sync again later; if it happens again, tell Intercom's support.`,
    { failureType: 'transient_error', internalMessage: `export jobs of ${name} failed for the shortest window` },
  );
}
