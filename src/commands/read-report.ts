import type { StreamOutput } from '../engine/stream-output.ts';
import { counted, duration, percent, timeLeft } from '../terminal/format.ts';
import { hasEnded, type StreamView } from '../terminal/read-view.ts';
import type { ReadContext } from './context.ts';
import { ViewOfRead, type Watched } from './view-of-read.ts';

const LOG_INTERVAL_MS = 60_000;

/** Tells how a read goes: the platform in the log, a line a minute and stream; a person on the screen. */
export class ReadReport {
  readonly #streams: readonly StreamOutput[];
  readonly #view: ViewOfRead;
  readonly #context: ReadContext;

  constructor(watched: Omit<Watched, 'writer' | 'now'>, context: ReadContext) {
    this.#streams = watched.streams;
    this.#view = new ViewOfRead({ ...watched, writer: context.writer, now: context.now });
    this.#context = context;
  }

  /** Runs `work` and reports on it meanwhile and at its end. Settles as `work` does; a failure leaves no summary in the log. */
  async during(work: () => Promise<void>): Promise<void> {
    const timer = setInterval(() => this.#logProgress(), LOG_INTERVAL_MS);
    const { screen, display } = this.#context;
    // What draws is loaded only where somebody watches.
    const endDisplay =
      screen && (await (await import('./display.ts')).openDisplay(screen, display, () => this.#view.now()));
    try {
      await work();
      this.#logSummary();
    } finally {
      clearInterval(timer);
      endDisplay?.(this.#view.atEnd());
      if (this.#context.signal.aborted) screen?.line(`\n${this.#howToGoOn()}`);
    }
  }

  #logProgress(): void {
    const { streams, limitShare } = this.#view.now();
    const limit = limitShare === undefined ? '' : `; ${percent(limitShare)} of the rate limit in use`;
    for (const view of streams.filter((stream) => !hasEnded(stream))) {
      const left = view.leftMs === undefined ? '' : `, ${timeLeft(view.leftMs)}`;
      const done = view.done === undefined ? '' : ` (${percent(view.done)})`;
      const note = view.note === undefined ? '' : `; ${view.note}`;
      this.#context.logger.info(
        `${view.name}: ${counted(view.records, 'record')}${done}, ${counted(view.calls, 'call')} so far${left}${limit}${note}`,
      );
    }
  }

  #logSummary(): void {
    const views = new Map(this.#view.atEnd().streams.map((view) => [view.name, view]));
    for (const { name, repeated } of this.#streams) {
      const view = views.get(name);
      if (view !== undefined) this.#context.logger.info(endOf(view, repeated));
    }
  }

  #howToGoOn(): string {
    const unfinished = this.#streams.filter(({ status }) => status.endedMs === undefined).length;
    const silent = this.#streams.filter(({ hasState }) => !hasState).length;
    const stopped = `Stopped with ${counted(unfinished, 'stream')} unfinished.`;
    if (silent === 0 || this.#context.state.size === 0) {
      return `${stopped} To go on from here, read again with --state and the file that the output went to.`;
    }
    return `${stopped} To go on from here, read again with a --state that has both: the state file of this read, then the file that the output went to (cat STATE OUTPUT > BOTH).`;
  }
}

function endOf({ name, records, calls, tookMs, standing }: StreamView, repeated: number): string {
  const were = repeated === 1 ? 'was' : 'were';
  const again = repeated === 0 ? '' : `; ${counted(repeated, 'record')} ${were} read again because of the overlap`;
  const read = `${counted(records, 'record')}, ${counted(calls, 'call')} in ${duration(tookMs)}`;
  return `${name}: ${read}, ${standing}${again}`;
}
