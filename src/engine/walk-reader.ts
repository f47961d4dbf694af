import { OutputClosedError } from '../airbyte/message-writer.ts';
import { ConnectorError } from '../errors.ts';
import { finish, type Progress, widest } from '../progress/progress.ts';
import type { Page, Walk, WalkContext } from '../walks/walk.ts';
import type { StreamOutput } from './stream-output.ts';
import type { WriteQueue } from './write-queue.ts';

export interface WalkReaderOptions {
  readonly context: WalkContext;
  readonly queue: WriteQueue;
  /** Told of each failure before the streams end; it may end the other walks as well. */
  onFailure(error: unknown): Promise<void>;
}

/** Goes through one walk and hands each page to the streams that its records feed. */
export class WalkReader {
  readonly outputs: readonly StreamOutput[];
  readonly #walk: Walk<unknown>;
  readonly #options: WalkReaderOptions;
  #open: readonly StreamOutput[];

  constructor(walk: Walk<unknown>, outputs: readonly StreamOutput[], options: WalkReaderOptions) {
    this.outputs = outputs;
    this.#walk = walk;
    this.#options = options;
    this.#open = outputs;
  }

  /**
   * Reads the walk to its end; a failure ends its streams INCOMPLETE. While one page waits to be written, one
   * further page is asked of the walk, so that a kill costs little beyond what the walk itself fetches ahead. Rejects only
   * when nothing can be written any more.
   */
  async read(): Promise<void> {
    const { context, onFailure } = this.#options;
    try {
      await this.#readPages();
      // A walk that the signal has ended may be short of records.
      context.signal.throwIfAborted();
      await this.#inTurn((output) => this.#end(output));
    } catch (error) {
      if (error instanceof OutputClosedError) throw error;
      await onFailure(error);
      await this.#inTurn((output) => output.fail(error));
    }
  }

  async #readPages(): Promise<void> {
    let written: Promise<void> = Promise.resolve();
    for await (const page of this.#walk.read(this.#range(), this.#options.context)) {
      await written;
      if (this.#open.length === 0) return;
      written = this.#options.queue.run(() => this.#write(page));
      // Awaited with the next page or after the last one.
      written.catch(() => undefined);
    }
    await written;
  }

  /** The walk goes the widest of its streams' ranges; each stream takes what is in its own. */
  #range(): Progress {
    return widest(this.outputs.map(({ progress }) => progress));
  }

  /** A stream that can't make its rows ends here and lets the others go on. */
  async #write(page: Page<unknown>): Promise<void> {
    for (const output of this.#open) {
      try {
        await output.write(page);
      } catch (error) {
        if (error instanceof OutputClosedError) throw error;
        this.#open = this.#open.filter((other) => other !== output);
        await output.fail(error);
      }
    }
    page.lease?.release();
  }

  #end(output: StreamOutput): Promise<void> {
    const { progress } = output;
    if (this.#walk.isResumable && progress.gaps.length > 0) {
      return output.fail(endedEarly(this.#walk.name, progress.gaps.length));
    }
    if (progress.retry.length === 0) return output.complete();
    return output.fail(recordsMissing(this.#walk.name, progress.retry), finish(progress));
  }

  #inTurn(act: (output: StreamOutput) => Promise<void>): Promise<void> {
    return this.#options.queue.run(async () => {
      for (const output of this.#open) await act(output);
    });
  }
}

function endedEarly(walk: string, gaps: number): ConnectorError {
  return new ConnectorError(
    'The read ended before its range did. This is a fault of the connector: please report it.',
    { failureType: 'system_error', internalMessage: `${walk} ended with ${gaps} gaps left` },
  );
}

function recordsMissing(walk: string, ids: readonly string[]): ConnectorError {
  const some = ids.length > 5 ? `${ids.slice(0, 5).join(', ')}, …` : ids.join(', ');
  const records = ids.length === 1 ? 'record' : 'records';
  return new ConnectorError(
    `Intercom failed to answer in full for ${ids.length} ${records} of ${walk} (ids ${some}). Everything else has been synced; the next sync asks for these first.`,
    { failureType: 'transient_error' },
  );
}
