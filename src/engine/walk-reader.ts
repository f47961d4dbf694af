import { ConnectorError } from '../errors.ts';
import { advance, finish, type Progress } from '../progress/progress.ts';
import type { Page, Walk, WalkContext } from '../walks/walk.ts';
import type { ByteQueue } from './queue.ts';
import type { Table } from './table.ts';

/** Something for the writer to do, in its turn. */
export type Job = () => Promise<void>;

type Lines = ReadonlyMap<Table, readonly string[]>;

export interface WalkRunOptions {
  readonly context: WalkContext;
  readonly now: () => number;
  onFailure(error: unknown): Promise<void>;
}

/** One walk and the tables that its records feed. Pages are fetched as the queue takes them, written in its turn. */
export class WalkRun {
  readonly tables: readonly Table[];
  readonly #walk: Walk<unknown>;
  readonly #options: WalkRunOptions;
  readonly #progress: Progress;
  #writing: readonly Table[];

  constructor(walk: Walk<unknown>, tables: readonly Table[], progress: Progress, options: WalkRunOptions) {
    this.tables = tables;
    this.#walk = walk;
    this.#options = options;
    this.#progress = progress;
    this.#writing = tables;
  }

  get name(): string {
    return this.#walk.name;
  }

  /**
   * Puts the walk's pages into the queue, and at last its end or its failure, which travels in band. One page at a time
   * waits for the writer, so that a kill costs little more than the requests in flight. Never rejects.
   */
  async produce(queue: ByteQueue<Job>): Promise<void> {
    await queue.push(() => this.#each((table) => table.run.start()), 0);
    try {
      let written: Promise<unknown> = Promise.resolve();
      for await (const page of this.#walk.read(this.#progress, this.#options.context)) {
        const lines = await this.#linesOf(page, queue);
        if (lines.size === 0) return;
        await written;
        written = enqueue(queue, () => this.#write(page, lines), sizeOf(lines));
      }
      // A walk that the signal has ended may be short of records.
      this.#options.context.signal.throwIfAborted();
      await queue.push(() => this.#complete(), 0);
    } catch (error) {
      await this.#options.onFailure(error);
      await queue.push(() => this.#each(({ run }) => run.fail(error)), 0);
    }
  }

  /** The RECORD lines of each table. A table that can't make its own ends here, and leaves the others to go on. */
  async #linesOf({ records }: Page<unknown>, queue: ByteQueue<Job>): Promise<Lines> {
    const lines = new Map<Table, readonly string[]>();
    for (const table of this.#writing) {
      try {
        lines.set(table, table.toLines(records, this.#options.now()));
      } catch (error) {
        this.#writing = this.#writing.filter((other) => other !== table);
        await queue.push(() => table.run.fail(error), 0);
      }
    }
    return lines;
  }

  async #write(page: Page<unknown>, lines: Lines): Promise<void> {
    for (const [{ run, stream }, own] of lines) {
      await run.write(own);
      if (page.total !== undefined && stream.isRowPerRecord) await run.expect(page.total);
    }
    if (page.gap === undefined && page.retry === undefined) return;
    for (const { run } of lines.keys()) await run.advance(after(page, run.progress));
  }

  async #complete(): Promise<void> {
    await this.#each(({ run }) => {
      const { gaps, retry } = run.progress;
      if (this.#walk.isResumable && gaps.length > 0) return run.fail(endedEarly(this.name, gaps.length));
      return retry.length > 0 ? run.fail(recordsMissing(this.name, retry)) : run.complete(finish(run.progress));
    });
  }

  async #each(act: (table: Table) => Promise<void>): Promise<void> {
    for (const table of this.#writing) await act(table);
  }
}

/** Resolves when the job has been done and the queue can take more. */
function enqueue(queue: ByteQueue<Job>, job: Job, bytes: number): Promise<unknown> {
  let done = () => {};
  const isDone = new Promise<void>((resolve) => {
    done = resolve;
  });
  return Promise.all([isDone, queue.push(() => job().then(done), bytes)]);
}

function after({ gap, left, retry }: Page<unknown>, progress: Progress): Progress {
  const asked = retry === undefined ? progress : { ...progress, retry };
  return gap === undefined ? asked : advance(asked, gap, left);
}

function sizeOf(lines: Lines): number {
  return [...lines.values()].flat().reduce((bytes, line) => bytes + line.length, 0);
}

function endedEarly(walk: string, gaps: number): ConnectorError {
  return new ConnectorError(
    'The read ended before its range did. This is a fault of the connector: please report it.',
    {
      failureType: 'system_error',
      internalMessage: `${walk} ended with ${gaps} gaps left`,
    },
  );
}

function recordsMissing(walk: string, ids: readonly string[]): ConnectorError {
  const some = ids.length > 5 ? `${ids.slice(0, 5).join(', ')}, …` : ids.join(', ');
  return new ConnectorError(
    `Intercom failed to answer in full for ${ids.length} records of ${walk} (ids ${some}). Everything else has been synced; the next sync asks for these first.`,
    { failureType: 'transient_error' },
  );
}
