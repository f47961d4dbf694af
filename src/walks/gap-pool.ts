import type { Gap } from '../engine/progress.ts';
import type { Page } from './walk.ts';

/** Lets the reader of one gap share its work. */
export interface GapPool {
  /** True while another gap could be read at once. */
  hasRoom(): boolean;
  /** Hands a part of the reader's own gap to another reader. */
  give(gap: Gap): void;
}

export type GapReader<R> = (gap: Gap, pool: GapPool) => AsyncGenerator<Page<R>>;

/**
 * Reads up to `atOnce` gaps side by side. Pages come in the order of their arrival, those of one gap in their own
 * order; each reader is one page ahead of the consumer. The first failure ends all of them.
 */
export async function* readGaps<R>(gaps: readonly Gap[], atOnce: number, read: GapReader<R>): AsyncGenerator<Page<R>> {
  const waiting = [...gaps];
  const arriving = new Map<AsyncGenerator<Page<R>>, Promise<Arrival<R>>>();
  const pool: GapPool = {
    hasRoom: () => arriving.size + waiting.length < atOnce,
    give: (gap) => waiting.push(gap),
  };
  try {
    for (;;) {
      while (waiting.length > 0 && arriving.size < atOnce) {
        const gap = waiting.shift();
        if (gap !== undefined) expectNext(arriving, read(gap, pool));
      }
      if (arriving.size === 0) return;
      const { reader, result } = await Promise.race(arriving.values());
      if (result.done) {
        arriving.delete(reader);
      } else {
        expectNext(arriving, reader);
        yield result.value;
      }
    }
  } finally {
    for (const [reader, arrival] of arriving) {
      arrival.catch(() => {});
      reader.return(undefined).catch(() => {});
    }
  }
}

interface Arrival<R> {
  readonly reader: AsyncGenerator<Page<R>>;
  readonly result: IteratorResult<Page<R>>;
}

function expectNext<R>(arriving: Map<AsyncGenerator<Page<R>>, Promise<Arrival<R>>>, reader: AsyncGenerator<Page<R>>) {
  const arrival = reader.next().then((result) => ({ reader, result }));
  // A failure is met when its turn comes in the race; until then nobody awaits it.
  arrival.catch(() => {});
  // Deleted first, so that the reader which has just delivered goes to the back of the race.
  arriving.delete(reader);
  arriving.set(reader, arrival);
}
