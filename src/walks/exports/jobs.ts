import { concernsOneCall } from '../../errors.ts';
import { ApiError, type ApiRequest, type Body, isGone } from '../../intercom/api.ts';
import { incompleteAnswer } from '../../intercom/incomplete-answer.ts';
import { type Sleep, sleep, steadyClock } from '../../intercom/pace/time.ts';
import { type Gap, JOB_ID, type Job } from '../../progress/progress.ts';
import type { WalkContext } from '../walk.ts';
import type { Export } from './export.ts';

export interface JobTimings {
  /** The first wait before a job is asked for; each further one is longer by half. */
  readonly firstPollMs: number;
  readonly longestPollMs: number;
  /** How long a job may take, and how long to wait for those of other applications. */
  readonly patienceMs: number;
}

export interface JobOptions {
  readonly timings?: JobTimings;
  /** Local time in ms. */
  readonly clock?: () => number;
  readonly sleep?: Sleep;
}

/** Intercom says that an export takes "up to a few hours". */
const TIMINGS: JobTimings = { firstPollMs: 250, longestPollMs: 60_000, patienceMs: 3 * 3_600_000 };
/** How often the request for a job is sent at most. */
const ATTEMPTS = 6;
const TELL_EVERY_MS = 10 * 60_000;

/** How a job ended. `empty`: there is nothing to download. `gone`: Intercom no longer has it. `late`: it took too long. */
export type JobEnd = 'complete' | 'empty' | 'failed' | 'gone' | 'late';

/** What Intercom calls a job that has ended; any other status is of one that goes on. Both spellings occur. */
const ENDS: ReadonlyMap<unknown, JobEnd> = new Map<unknown, JobEnd>([
  ['complete', 'complete'],
  ['completed', 'complete'],
  ['no_data', 'empty'],
  ['failed', 'failed'],
  ['canceled', 'gone'],
  ['cancelled', 'gone'],
]);

/** Makes export jobs, and waits for them. */
export class Jobs {
  readonly #name: string;
  readonly #source: Export;
  readonly #context: WalkContext;
  readonly #timings: JobTimings;
  readonly #clock: () => number;
  readonly #sleep: Sleep;

  /** `name` is the walk's. */
  constructor(name: string, source: Export, context: WalkContext, options: JobOptions) {
    this.#name = name;
    this.#source = source;
    this.#context = context;
    this.#timings = options.timings ?? TIMINGS;
    this.#clock = options.clock ?? steadyClock;
    this.#sleep = options.sleep ?? sleep;
  }

  /**
   * Makes a job, once there is room for one: other applications, and other connections, may have theirs running. A request
   * whose answer got lost may have made a job that nobody can find; it is repeated a few times only.
   */
  async make({ from, to }: Gap): Promise<Job> {
    const request: ApiRequest = { ...this.#source.create({ from, to }), once: true };
    const waits = this.#waits();
    for (let failures = 0; ; ) {
      try {
        return { id: idOf(await this.#send(request)), from, to };
      } catch (error) {
        if (error instanceof ApiError && error.isExportLimit) {
          const notice = `${this.#name}: another export of this workspace is running. Waiting for its end`;
          if (await waits.next(notice)) continue;
          throw error;
        }
        failures += 1;
        if (!mayPass(error) || failures === ATTEMPTS) throw error;
        await this.#sleep(Math.min(this.#timings.longestPollMs, 1_000 * 3 ** (failures - 1)), this.#context.signal);
      }
    }
  }

  /** Waits for the end of a job. One that takes too long is cancelled where that can be done. */
  async end({ id }: Job): Promise<JobEnd> {
    const waits = this.#waits();
    while (await waits.next()) {
      const status = await this.#status(id);
      const end = status === undefined ? 'gone' : ENDS.get(status);
      if (end !== undefined) return end;
    }
    await this.cancel(id);
    return 'late';
  }

  /** Ends a job that nobody waits for any more, so that another one can be made. */
  async cancel(id: string): Promise<void> {
    const request = this.#source.cancel?.(id);
    if (request === undefined) return;
    await this.#send(request).catch((error: unknown) => {
      // It may have ended meanwhile.
      if (!(error instanceof ApiError)) throw error;
      this.#context.debug(`${this.#name}: export job ${id} could not be cancelled. ${error.internalMessage}`);
    });
  }

  /** Undefined where Intercom does not know the job any more. */
  async #status(id: string): Promise<unknown> {
    try {
      const { status } = await this.#send(this.#source.status(id));
      this.#context.debug(`${this.#name}: export job ${id} is ${JSON.stringify(status)}`);
      return status ?? null;
    } catch (error) {
      if (isGone(error)) return undefined;
      throw error;
    }
  }

  #send(request: ApiRequest): Promise<Body> {
    return this.#context.api.send(request, this.#name);
  }

  /** Growing waits; `next` is false once patience is used up. Tells of the wait when it begins, and now and then. */
  #waits() {
    const { firstPollMs, longestPollMs, patienceMs } = this.#timings;
    const deadline = this.#clock() + patienceMs;
    let waitMs = firstPollMs;
    let tellAt = this.#clock();
    return {
      next: async (notice?: string): Promise<boolean> => {
        if (this.#clock() >= deadline) return false;
        if (notice !== undefined && this.#clock() >= tellAt) {
          this.#context.info(`${notice}, for up to ${Math.round(patienceMs / 60_000)} minutes in all.`);
          tellAt = this.#clock() + TELL_EVERY_MS;
        }
        await this.#sleep(waitMs, this.#context.signal);
        waitMs = Math.min(waitMs * 1.5, longestPollMs);
        return true;
      },
    };
  }
}

/** An answer that did not come, or not as one. A refusal would come again. */
function mayPass(error: unknown): boolean {
  return concernsOneCall(error) && (!(error instanceof ApiError) || error.isOverload);
}

function idOf({ job_identifier: id }: Body): string {
  if (typeof id === 'string' && JOB_ID.test(id)) return id;
  throw incompleteAnswer('no identifier for an export job');
}
