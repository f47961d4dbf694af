import { ConnectorError } from '../../errors.ts';
import { ApiError } from '../../intercom/api.ts';
import type { Gap } from '../../progress/progress.ts';
import type { Page } from '../walk.ts';

/** Lets the reader of one gap share its work. */
export interface GapPool {
  /** How many more gaps could be read at once. */
  room(): number;
  /** Hands a part of the reader's own gap to another reader. */
  give(gap: Gap): void;
}

export type GapReader<R> = (gap: Gap, pool: GapPool) => AsyncGenerator<Page<R>>;

/** One gap that can't be read must not hold back the others; as many as these mean that the server is down. */
const MOST_FAILURES = 5;

/**
 * Reads up to `atOnce` gaps side by side. Pages come in the order of their arrival, those of one gap in their own
 * order; each reader is one page ahead of the consumer. Rejects with the first failure: with one of a single gap once the
 * other gaps have been read, unless too many fail, with any other at once.
 */
export async function* readGaps<R>(gaps: readonly Gap[], atOnce: number, read: GapReader<R>): AsyncGenerator<Page<R>> {
  const waiting = [...gaps];
  const arriving = new Map<AsyncGenerator<Page<R>>, Promise<Arrival<R>>>();
  const pool: GapPool = {
    room: () => Math.max(0, atOnce - arriving.size - waiting.length),
    give: (gap) => waiting.push(gap),
  };
  const failures: unknown[] = [];
  try {
    for (;;) {
      while (waiting.length > 0 && arriving.size < atOnce) {
        const gap = waiting.shift();
        if (gap !== undefined) expectNext(arriving, read(gap, pool));
      }
      if (arriving.size === 0) break;
      const { reader, result, error } = await Promise.race(arriving.values());
      arriving.delete(reader);
      if (error !== undefined) failures.push(error);
      if (error !== undefined && (!isPassing(error) || failures.length > MOST_FAILURES)) throw error;
      if (result === undefined || result.done) continue;
      // One page ahead, and at the back of the race.
      expectNext(arriving, reader);
      yield result.value;
    }
  } finally {
    for (const reader of arriving.keys()) reader.return(undefined).catch(() => {});
  }
  if (failures.length > 0) throw failures[0];
}

interface Arrival<R> {
  readonly reader: AsyncGenerator<Page<R>>;
  readonly result?: IteratorResult<Page<R>>;
  readonly error?: unknown;
}

function expectNext<R>(arriving: Map<AsyncGenerator<Page<R>>, Promise<Arrival<R>>>, reader: AsyncGenerator<Page<R>>) {
  const arrival = reader.next().then(
    (result) => ({ reader, result }),
    (error: unknown) => ({ reader, error }),
  );
  arriving.set(reader, arrival);
}

function isPassing(error: unknown): boolean {
  if (error instanceof ApiError && error.isGone) return true;
  return error instanceof ConnectorError && error.failureType === 'transient_error';
}
