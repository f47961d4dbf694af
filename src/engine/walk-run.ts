import { ConnectorError } from '../errors.ts';
import type { Context, Page, Walk } from '../walks/walk.ts';
import { advance, finish, type Progress } from './progress.ts';
import type { ByteQueue } from './queue.ts';
import type { Table } from './table.ts';

/** Something for the writer to do, in its turn. */
export type Job = () => Promise<void>;

export interface WalkRunOptions {
  readonly context: Context;
  readonly now: () => number;
  onFailure(error: unknown): Promise<void>;
}

/** One walk and the tables that its records feed. Pages are fetched as the queue takes them, written in its turn. */
export class WalkRun {
  readonly tables: readonly Table[];
  readonly #walk: Walk<unknown>;
  readonly #options: WalkRunOptions;
  readonly #progress: Progress;

  constructor(walk: Walk<unknown>, tables: readonly Table[], progress: Progress, options: WalkRunOptions) {
    this.tables = tables;
    this.#walk = walk;
    this.#options = options;
    this.#progress = progress;
  }

  get name(): string {
    return this.#walk.name;
  }

  /** Puts the walk's pages into the queue, and at last its end or its failure, which travels in band. Never rejects. */
  async produce(queue: ByteQueue<Job>): Promise<void> {
    await queue.push(() => this.#each((table) => table.run.start()), 0);
    try {
      for await (const page of this.#walk.read(this.#progress, this.#options.context)) {
        const lines = this.tables.map((table) => table.toLines(page.records, this.#options.now()));
        await queue.push(() => this.#write(page, lines), sizeOf(lines));
      }
      await queue.push(() => this.#complete(), 0);
    } catch (error) {
      await this.#options.onFailure(error);
      await queue.push(() => this.fail(error), 0);
    }
  }

  /** Ends the streams that have not ended: nothing that the walk brings counts any more. */
  async fail(error: unknown): Promise<void> {
    await this.#each((table) => table.run.fail(error));
  }

  async #write(page: Page<unknown>, lines: readonly (readonly string[])[]): Promise<void> {
    for (const [index, { run, stream }] of this.tables.entries()) {
      await run.write(lines[index] ?? []);
      if (page.total !== undefined && stream.isRowPerRecord) await run.expect(page.total);
    }
    if (page.gap === undefined && page.retry === undefined) return;
    await this.#each(({ run }) => run.advance(after(page, run.progress)));
  }

  async #complete(): Promise<void> {
    await this.#each(({ run }) => {
      const { gaps, retry } = run.progress;
      if (this.#walk.isResumable && gaps.length > 0) return run.fail(endedEarly(this.name, gaps.length));
      return retry.length > 0 ? run.fail(partsMissing(this.name, retry)) : run.complete(finish(run.progress));
    });
  }

  async #each(act: (table: Table) => Promise<void>): Promise<void> {
    for (const table of this.tables) await act(table);
  }
}

function after({ gap, left, retry }: Page<unknown>, progress: Progress): Progress {
  const asked = retry === undefined ? progress : { ...progress, retry };
  return gap === undefined ? asked : advance(asked, gap, left);
}

function sizeOf(lines: readonly (readonly string[])[]): number {
  return lines.flat().reduce((bytes, line) => bytes + line.length, 0);
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

function partsMissing(walk: string, ids: readonly string[]): ConnectorError {
  const some = ids.slice(0, 5).join(', ');
  return new ConnectorError(
    `Intercom failed to answer for ${ids.length} of ${walk} (${some}${ids.length > 5 ? ', …' : ''}). Everything else has been synced; the next sync asks for these first.`,
    { failureType: 'transient_error' },
  );
}
