import { randomUUID } from 'node:crypto';
import { notFound, Refusal } from '../../http/refusal.ts';
import type { Call } from '../../http/route.ts';
import type { Row } from '../../json.ts';
import type { Workspace } from '../../workspace.ts';

const daySeconds = 86_400;

/** Seconds, as they were asked for. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** A job as a test looks at it. */
export interface MadeJob extends Window {
  readonly id: string;
  /** What it exports, such as the dataset. */
  readonly subject: string;
  isCanceled: boolean;
}

interface Job extends MadeJob {
  readonly endsAt: number;
  readonly fails: boolean;
  /** Undefined when there is nothing to download. */
  readonly file: Buffer | undefined;
}

interface Rules {
  /** Jobs at the same time. */
  readonly most: number;
  /** What the refusal of a further one says. */
  readonly refusal: string;
  /** What a job with a file ends as. */
  readonly complete: string;
  readonly downloadPath: string;
}

/** The export jobs of one kind. A job exports what there is when it is made. */
export class ExportJobs {
  readonly made: MadeJob[] = [];
  private readonly workspace: Workspace;
  private readonly rules: Rules;
  private readonly jobs = new Map<string, Job>();

  constructor(workspace: Workspace, rules: Rules) {
    this.workspace = workspace;
    this.rules = rules;
  }

  /** Throws when as many jobs as may be are running. */
  make(subject: string, window: Window, file: () => Buffer | undefined): Row {
    const { settings } = this.workspace;
    if ([...this.jobs.values()].filter((job) => this.isActive(job)).length >= this.rules.most) {
      throw new Refusal(429, 'rate_limit_exceeded', this.rules.refusal);
    }
    const { jobSeconds, longestDays } = settings.exports;
    const job: Job = {
      ...window,
      id: randomUUID().replaceAll('-', '').slice(0, 16),
      subject,
      isCanceled: false,
      endsAt: settings.now() + jobSeconds,
      // The requests go a little beyond their windows.
      fails: window.to - window.from > longestDays * daySeconds + 10,
      file: file(),
    };
    this.jobs.set(job.id, job);
    this.made.push(job);
    return this.answer(job);
  }

  /** A job of another application. */
  occupy(seconds: number): void {
    const endsAt = this.workspace.settings.now() + seconds;
    const id = randomUUID().slice(0, 8);
    const job = { id, subject: 'foreign', from: 0, to: 1, isCanceled: false, endsAt, fails: false, file: undefined };
    this.jobs.set(id, job);
  }

  status(call: Call): Row {
    return this.answer(this.find(call));
  }

  cancel(call: Call): Row {
    const job = this.find(call);
    if (this.isActive(job)) job.isCanceled = true;
    return this.answer(job);
  }

  download(call: Call): Buffer {
    const job = this.find(call);
    if (!this.isDownloadable(job) || job.file === undefined) throw this.unknown(job.id);
    return job.file;
  }

  private find({ params: { id = '' } }: Call): Job {
    const job = this.jobs.get(id);
    if (job === undefined) throw this.unknown(id);
    return job;
  }

  private unknown(id: string): Refusal {
    return notFound(`Export job not found for identifier: ${id};`);
  }

  private isActive({ isCanceled, endsAt }: Job): boolean {
    return !isCanceled && this.workspace.settings.now() < endsAt;
  }

  private isDownloadable(job: Job): boolean {
    const { now, exports } = this.workspace.settings;
    return this.statusOf(job) === this.rules.complete && now() < job.endsAt + exports.lifeSeconds;
  }

  private statusOf(job: Job): string {
    const { now, exports } = this.workspace.settings;
    if (job.isCanceled) return 'canceled';
    if (now() < job.endsAt - exports.jobSeconds / 2) return 'pending';
    if (now() < job.endsAt) return 'in_progress';
    if (job.fails) return 'failed';
    return job.file === undefined ? 'no_data' : this.rules.complete;
  }

  private answer(job: Job): Row {
    const isReady = this.isDownloadable(job);
    const expiresAt = Math.floor(job.endsAt + this.workspace.settings.exports.lifeSeconds);
    return {
      job_identifier: job.id,
      status: this.statusOf(job),
      // Another host than the one that answers, as may be.
      download_url: isReady ? `https://api.intercom.test${this.rules.downloadPath}/${job.id}` : '',
      download_expires_at: isReady ? String(expiresAt) : '',
    };
  }
}

/** Whether a second is in a window, as the settings read it. */
export function isWithin(at: number, { from, to }: Window, workspace: Workspace): boolean {
  return workspace.settings.exports.isInclusive ? at >= from && at <= to : at > from && at < to;
}

/** A whole number in a request's body. */
export function secondIn(body: unknown, name: string): number {
  const value: unknown = Object(body)[name];
  if (typeof value === 'number' && Number.isInteger(value)) return value;
  throw new Refusal(400, 'bad_request', `'${name}' is a required parameter`);
}
