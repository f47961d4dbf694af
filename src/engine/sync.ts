import type { MessageWriter } from '../airbyte/message-writer.ts';
import type { Walk, WalkContext } from '../walks/walk.ts';
import { type Selection, StreamOutput } from './stream-output.ts';
import type { StreamStatus } from './stream-status.ts';
import { WalkReader } from './walk-reader.ts';
import { WriteQueue } from './write-queue.ts';

export interface SyncOptions {
  /** The status of a selected stream, which may have started before its range is known. */
  statusOf(stream: string): StreamStatus;
  /** What a walk that feeds these streams needs, its leases counted for it until `end`. */
  openWalk(walk: string, streams: readonly string[]): { readonly context: WalkContext; end(): void };
  readonly writer: MessageWriter;
  /** Unix time in ms. */
  readonly now: () => number;
  /** Aborts when the process is to stop: nothing more is written. The contexts' own signal only ends the walks. */
  readonly stopSignal: AbortSignal;
  /** Told of each failure before the stream ends; it may end the other walks as well. */
  onFailure(error: unknown): Promise<void>;
  debug?(message: string): void;
}

const KEEP_ALIVE_INTERVAL_MS = 30_000;

/** Reads streams side by side: their walks run concurrently, and take turns at writing their pages. */
export class Sync {
  readonly streams: readonly StreamOutput[];
  readonly #groups: readonly StreamOutput[][];
  readonly #options: SyncOptions;

  constructor(selections: readonly Selection[], options: SyncOptions) {
    this.#options = options;
    this.streams = selections.map(
      (selection) => new StreamOutput(selection, options.statusOf(selection.stream.name), options),
    );
    this.#groups = groupByWalk(this.streams);
  }

  get isComplete(): boolean {
    return this.streams.every(({ status }) => status.isComplete);
  }

  /**
   * Reads all streams to their ends. A stream that fails ends INCOMPLETE and the others go on. Rejects when the output
   * is gone or `stopSignal` aborts; what has been written stays true.
   */
  async run(): Promise<void> {
    const { stopSignal } = this.#options;
    const queue = new WriteQueue(stopSignal);
    const keepAlive = setInterval(() => this.#keepAlive(), KEEP_ALIVE_INTERVAL_MS);
    try {
      await Promise.all(this.#groups.map((outputs) => this.#read(outputs, queue)));
      stopSignal.throwIfAborted();
    } finally {
      clearInterval(keepAlive);
    }
  }

  async #read(outputs: readonly StreamOutput[], queue: WriteQueue): Promise<void> {
    const walk = outputs[0]?.stream.walk;
    if (walk === undefined) return;
    for (const { status } of outputs) await status.start();
    const { context, end } = this.#options.openWalk(
      walk.name,
      outputs.map(({ name }) => name),
    );
    const { onFailure } = this.#options;
    await new WalkReader(walk, outputs, { context, queue, onFailure }).read().finally(end);
  }

  #keepAlive(): void {
    for (const stream of this.streams) stream.keepAlive().catch(() => undefined);
  }
}

/**
 * Streams of one walk share it, so that each page is fetched once. A walk that reads by range goes another way for an
 * incremental read than for a full refresh, so those go separately.
 */
function groupByWalk(streams: readonly StreamOutput[]): StreamOutput[][] {
  const groups = new Map<Walk<unknown>, Map<string, StreamOutput[]>>();
  for (const output of streams) {
    const { walk } = output.stream;
    const modes = groups.get(walk) ?? new Map<string, StreamOutput[]>();
    groups.set(walk, modes);
    const mode = walk.usesRange ? output.progress.mode : 'any';
    modes.set(mode, [...(modes.get(mode) ?? []), output]);
  }
  return [...groups.values()].flatMap((modes) => [...modes.values()]);
}
