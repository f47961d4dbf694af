import { ConnectorError, concernsOneCall } from '../../errors.ts';
import { ApiError, type Body } from '../../intercom/api.ts';
import type { Gap, Job } from '../../progress/progress.ts';
import type { Page, WalkContext } from '../walk.ts';
import { BorderRows } from './border-rows.ts';
import type { Export } from './export.ts';
import { type JobOptions, Jobs } from './jobs.ts';
import { rowsOf } from './rows.ts';

export interface ExportWindowOptions extends JobOptions {
  /** The walk's. */
  readonly name: string;
  /** A record's own time, Unix seconds: the rows around the border of two windows are told apart by it. */
  time(record: Body): number;
}

/** How many jobs of one window may vanish before the read fails. */
const JOBS_PER_WINDOW = 3;

/** Reads one window after the other. */
export class WindowReader {
  readonly jobs: Jobs;
  readonly #options: ExportWindowOptions;
  readonly #source: Export;
  readonly #context: WalkContext;
  readonly #border: BorderRows;
  #hasToldOfAge = false;

  constructor(options: ExportWindowOptions, source: Export, context: WalkContext) {
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
      const isRead = end === 'empty' || (end === 'complete' && (yield* this.#readUsable(job, window, known)));
      if (isRead) {
        this.#border.next();
        yield { records: [], gap: window, jobs: [] };
        return true;
      }
      if (end === 'failed' || end === 'late' || isRead === undefined) {
        yield { records: [], jobs: [] };
        return false;
      }
      this.#context.info(
        `${this.#options.name}: an export job has disappeared from Intercom, or its file cannot be read, so another one is made.`,
      );
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

  /**
   * As {@link #readFile}. A job whose file stays unreadable is forgotten: every later sync would come upon it again. False
   * where it is `known` from an earlier sync, such as a report that was made before its dataset got another column.
   */
  async *#readUsable(job: Job, window: Gap, known: Job | undefined): AsyncGenerator<Page<Body>, boolean | undefined> {
    try {
      return yield* this.#readFile(job, window);
    } catch (error) {
      if (error instanceof ApiError || !concernsOneCall(error)) throw error;
      yield { records: [], jobs: [] };
      if (job !== known) throw error;
      return false;
    }
  }

  /** True once all rows have come, false where the file has expired, undefined where Intercom has cut it off. */
  async *#readFile(job: Job, window: Gap): AsyncGenerator<Page<Body>, boolean | undefined> {
    const { mostRows = Number.POSITIVE_INFINITY } = this.#source;
    let rows = job.read?.rows ?? 0;
    const batches = rowsOf(this.#source, job, this.#context, this.#options);
    try {
      for (;;) {
        const { done, value } = await batches.next();
        if (done) return value && rows >= mostRows ? undefined : value;
        const { records, lease, job: read } = value;
        rows = read.read.rows;
        yield { records: records.filter((record) => this.#border.isNew(record, window.to)), jobs: [read], lease };
      }
    } finally {
      // Ends the download where nobody wants more of it.
      await batches.return(false);
    }
  }
}

function jobsVanish(name: string): ConnectorError {
  return new ConnectorError(
    `Export jobs for ${name} vanish before they can be read: somebody cancels them, or they expire. Sync again later.`,
    { failureType: 'transient_error', internalMessage: `${JOBS_PER_WINDOW} export jobs of ${name} vanished` },
  );
}
