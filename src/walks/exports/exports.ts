import { ConnectorError } from '../../errors.ts';
import { ApiError, type ApiRequest, type Body } from '../../intercom/api.ts';
import { type Gap, INDEX_LAG_SECONDS, type Job, type Progress } from '../../progress/progress.ts';
import type { Page, Walk, WalkContext } from '../walk.ts';
import { BorderRows } from './border-rows.ts';
import type { Export } from './export.ts';
import { type JobOptions, Jobs } from './jobs.ts';
import { rowsOf } from './rows.ts';

export interface ExportOptions extends JobOptions {
  readonly name: string;
  /** Asked once a read, before the first job. */
  open(context: WalkContext): Promise<Export> | Export;
  /** A record's own time, Unix seconds. */
  time(record: Body): number;
  /** Shows whether the token may export, without making a job. */
  readonly probe: ApiRequest;
  readonly isProbeNotFoundNormal?: true;
}

const LONGEST_WINDOW_SECONDS = 30 * 86_400;
/** A job that fails for this long would fail for any. */
const SHORTEST_WINDOW_SECONDS = 3_600;
/** How much earlier than the workspace itself a record of it may be dated. */
const CREATION_MARGIN_SECONDS = 86_400;
/** Jobs for one window that vanish before they have been read. */
const JOBS_PER_WINDOW = 3;

/**
 * What Intercom gives out as files only: a job for each window of time, one window after the other, since a workspace has
 * one job at a time (or a few). A window begins with 30 days, and is halved when its job fails.
 *
 * A job is in the progress as soon as Intercom has named it, and so are the rows of its file as they are written: a read
 * that follows an interrupted one goes on with the same job, behind the last of these rows.
 */
export function exportJobs(options: ExportOptions): Walk {
  const { name, time, probe, isProbeNotFoundNormal } = options;
  return {
    name,
    isResumable: true,
    usesRange: true,
    changedAt: time,
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
  const earliest = context.workspaceCreatedAt - CREATION_MARGIN_SECONDS;
  // Nothing can be in the time before the workspace was made: it is done without a job.
  for (const { from, to } of gaps) {
    if (from < earliest) yield { records: [], gap: { from, to: Math.min(to, earliest) } };
  }
  const open = gaps.filter(({ to }) => to > earliest).map(({ from, to }) => ({ from: Math.max(from, earliest), to }));
  const source = await options.open(context);
  const reader = new WindowReader(options, source, context);
  const usable = left.filter((job) => open.some((gap) => isUsable(job, gap)));
  for (const job of left) if (!usable.includes(job)) await reader.jobs.cancel(job.id);
  let length = LONGEST_WINDOW_SECONDS;
  for (const gap of open) {
    for (let { from } = gap; from < gap.to; ) {
      const job = usable.find((one) => one.from === from && isUsable(one, gap));
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
  return `${Math.round(seconds / 3_600)} hours`;
}

/** Reads one window after the other. */
class WindowReader {
  readonly jobs: Jobs;
  readonly #options: ExportOptions;
  readonly #source: Export;
  readonly #context: WalkContext;
  readonly #border: BorderRows;
  #hasToldOfAge = false;

  constructor(options: ExportOptions, source: Export, context: WalkContext) {
    this.jobs = new Jobs(options.name, source, context, options);
    this.#options = options;
    this.#source = source;
    this.#context = context;
    this.#border = new BorderRows(options.time);
  }

  /** The rows of a window, by a job that there is already or by a new one; false in the end where the job has failed. */
  async *read(window: Gap, known: Job | undefined): AsyncGenerator<Page<Body>, boolean> {
    let job = known;
    for (let vanished = 0; vanished < JOBS_PER_WINDOW; vanished += 1) {
      if (job === undefined) {
        job = await this.jobs.make(window).catch((error: unknown) => this.#undefinedIfTooOld(error, window));
        if (job === undefined) {
          yield { records: [], gap: window };
          return true;
        }
        yield { records: [], jobs: [job] };
      }
      const end = await this.jobs.end(job);
      const isRead = end === 'empty' || (end === 'complete' && (yield* this.#readFile(job, window)));
      if (isRead) {
        this.#border.next();
        yield { records: [], gap: window, jobs: [] };
        return true;
      }
      if (end === 'failed' || end === 'late' || isRead === undefined) {
        yield { records: [], jobs: [] };
        return false;
      }
      this.#context.info(`${this.#options.name}: Intercom has an export job no more, so another one is made.`);
      job = undefined;
    }
    throw jobsVanish(this.#options.name);
  }

  /** Where a window that begins at `from` has to end at the latest: it lies before or after what is surely kept. */
  edgeAfter(from: number): number {
    const kept = this.#keptFrom;
    return from < kept ? kept : Number.POSITIVE_INFINITY;
  }

  /** What is older than this second may be refused: Intercom may not keep it. */
  get #keptFrom(): number {
    const { keptSeconds = Number.POSITIVE_INFINITY } = this.#source;
    return this.#context.syncStart - keptSeconds;
  }

  #undefinedIfTooOld(error: unknown, { to }: Gap): undefined {
    if (!(error instanceof ApiError && error.status === 400 && to <= this.#keptFrom)) throw error;
    if (this.#hasToldOfAge) return;
    this.#hasToldOfAge = true;
    const day = new Date(to * 1_000).toISOString().slice(0, 10);
    this.#context.warn(
      `${this.#options.name}: Intercom does not export data from ${day} and before: it keeps data for some years only.`,
    );
  }

  /** True once all rows have come, false where the file has expired, undefined where Intercom has cut it off. */
  async *#readFile(job: Job, window: Gap): AsyncGenerator<Page<Body>, boolean | undefined> {
    const { mostRows = Number.POSITIVE_INFINITY } = this.#source;
    let rows = job.read?.rows ?? 0;
    const batches = rowsOf(this.#source, job, this.#context, this.#options);
    for (;;) {
      const { done, value } = await batches.next();
      if (done) return value && rows >= mostRows ? undefined : value;
      const { records, lease, job: read } = value;
      rows = read.read?.rows ?? 0;
      yield { records: records.filter((record) => this.#border.isNew(record, window.to)), jobs: [read], lease };
    }
  }
}

function jobsFail(name: string): ConnectorError {
  return new ConnectorError(
    `Intercom's export jobs for ${name} fail or end too early, even for an hour's worth of data. Sync again later; if it happens again, tell Intercom's support.`,
    { failureType: 'transient_error', internalMessage: `export jobs of ${name} failed for the shortest window` },
  );
}

function jobsVanish(name: string): ConnectorError {
  return new ConnectorError(
    `Export jobs for ${name} vanish before they can be read: somebody cancels them, or they expire. Sync again later.`,
    { failureType: 'transient_error', internalMessage: `${JOBS_PER_WINDOW} export jobs of ${name} vanished` },
  );
}
