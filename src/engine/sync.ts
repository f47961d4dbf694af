import type { MessageWriter } from '../airbyte/message-writer.ts';
import type { Mode, Progress } from '../progress/progress.ts';
import type { Stream } from '../streams/stream.ts';
import type { WalkContext } from '../walks/walk.ts';
import { ByteQueue } from './queue.ts';
import { StreamRun } from './stream-output.ts';
import { type RowShaper, Table } from './table.ts';
import { type Job, WalkRun } from './walk-reader.ts';

/** A stream that is to be read, and from where. */
export interface Selection {
  readonly stream: Stream<unknown>;
  readonly mode: Mode;
  readonly progress: Progress;
  readonly shape: RowShaper;
}

export interface ReadOptions {
  readonly context: WalkContext;
  readonly writer: MessageWriter;
  readonly now: () => number;
  /** Aborts when the process is to stop: nothing more is written. The context's own signal only ends the walks. */
  readonly stopSignal: AbortSignal;
  /** Told of each failure before the stream ends; it may end the other walks as well. */
  onFailure(error: unknown): Promise<void>;
}

/** What waits for the writer: enough to keep it busy, little enough to keep memory flat. */
const QUEUE_BYTES = 16 * 1024 * 1024;
const KEEP_ALIVE_INTERVAL_MS = 30_000;

/** A read under way. */
export class Read {
  readonly streams: readonly StreamRun[];
  readonly #runs: readonly WalkRun[];
  readonly #options: ReadOptions;

  constructor(selections: readonly Selection[], options: ReadOptions) {
    this.#options = options;
    this.#runs = shareWalks(selections).map((group) => toWalkRun(group, options));
    this.streams = this.#runs.flatMap(({ tables }) => tables.map(({ run }) => run));
  }

  get isComplete(): boolean {
    return !this.streams.some(({ hasFailed }) => hasFailed);
  }

  /**
   * Reads all streams side by side to their ends. A stream that fails ends INCOMPLETE and the others go on. Rejects
   * when the output is gone or `stopSignal` aborts; what has been written stays true.
   */
  async run(): Promise<void> {
    const { stopSignal } = this.#options;
    const queue = new ByteQueue<Job>(QUEUE_BYTES);
    const stop = () => queue.close();
    stopSignal.addEventListener('abort', stop);
    const keepAlive = setInterval(() => this.#keepAlive(), KEEP_ALIVE_INTERVAL_MS);
    const produced = Promise.all(this.#runs.map((run) => run.produce(queue))).then(stop);
    try {
      for await (const job of queue) {
        stopSignal.throwIfAborted();
        await job();
      }
      stopSignal.throwIfAborted();
      await produced;
    } finally {
      clearInterval(keepAlive);
      stopSignal.removeEventListener('abort', stop);
    }
  }

  /** Tells the platform that the rate limit holds all streams until then. */
  hold(untilMs: number): void {
    for (const stream of this.streams) stream.hold(untilMs).catch(() => undefined);
  }

  /** Tells the platform that the rate limit lets them go on. */
  release(): void {
    for (const stream of this.streams) stream.release().catch(() => undefined);
  }

  #keepAlive(): void {
    for (const stream of this.streams) stream.keepAlive().catch(() => undefined);
  }
}

/** Streams of one walk share it where it would go the same way for them: each page is fetched once. */
function shareWalks(selections: readonly Selection[]): Selection[][] {
  const groups = new Map<string, Selection[]>();
  for (const selection of selections) {
    const { walk } = selection.stream;
    const way = `${walk.name} ${walk.isResumable ? JSON.stringify(selection.progress) : ''}`;
    groups.set(way, [...(groups.get(way) ?? []), selection]);
  }
  return [...groups.values()];
}

function toWalkRun(group: readonly Selection[], options: ReadOptions): WalkRun {
  const { writer, now } = options;
  const tables = group.map(({ stream, progress, shape }) => {
    const layout = { cursorField: stream.cursorField, parentInState: stream.parentInState };
    const run = new StreamRun({ name: stream.name, walk: stream.walk.name, layout, progress, writer, now });
    return new Table({ stream, run, progress, shape });
  });
  const [first] = group;
  if (first === undefined) throw new RangeError('A walk needs a stream.');
  return new WalkRun(first.stream.walk, tables, first.progress, options);
}
