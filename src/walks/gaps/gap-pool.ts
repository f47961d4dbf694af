import { concernsOneCall } from '../../errors.ts';
import { isGone } from '../../intercom/api.ts';
import type { Gap } from '../../progress/progress.ts';
import type { Page } from '../walk.ts';
import { GapSharing, type Room, type Splitting } from './gap-sharing.ts';

/**
 * A reader calls this with each page: with what remains of its gap, and with the number of records that the API counts
 * from the gap's start on. Returns the second at which the reader's own part now ends: later parts may have been given
 * to other readers.
 */
export type Share = (left: Gap, total: number | undefined) => number;

export type ReadGap<R> = (gap: Gap, share: Share) => AsyncGenerator<Page<R>>;

export interface PoolOptions {
  /** Gaps that may be read at the same time. */
  readonly atOnce: number;
  /** How big gaps are split; without it none is. */
  readonly splitting?: Splitting;
}

/** One gap that fails must not hold back the others; more failures than this mean that the server is down. */
const MOST_FAILURES = 5;

/**
 * Reads up to `atOnce` gaps side by side. Pages come in the order of their arrival, those of one gap in their own order;
 * each reader is one page ahead of the consumer. Rejects with the first failure: if it may pass, once the other gaps
 * have been read, unless too many fail; otherwise at once.
 */
export async function* readGaps<R>(
  gaps: readonly Gap[],
  { atOnce, splitting }: PoolOptions,
  read: ReadGap<R>,
): AsyncGenerator<Page<R>> {
  const waiting = [...gaps];
  const arriving = new Map<AsyncGenerator<Page<R>>, Promise<Arrival<R>>>();
  const room: Room = {
    atOnce,
    free: () => Math.max(0, atOnce - arriving.size - waiting.length),
    give: (gap) => waiting.push(gap),
  };
  const failures: unknown[] = [];
  try {
    for (;;) {
      while (arriving.size < atOnce) {
        const gap = waiting.shift();
        if (gap === undefined) break;
        expectNext(arriving, read(gap, shareOf(room, splitting)));
      }
      if (arriving.size === 0) break;
      const { reader, result, error } = await Promise.race(arriving.values());
      arriving.delete(reader);
      if (error !== undefined) failures.push(error);
      if (error !== undefined && (!mayPass(error) || failures.length > MOST_FAILURES)) throw error;
      if (result === undefined || result.done) continue;
      // This reader fetches its next page meanwhile. It goes to the end of the map, so the others come first.
      expectNext(arriving, reader);
      yield result.value;
    }
  } finally {
    for (const [reader, arrival] of arriving) close(reader, arrival);
  }
  if (failures.length > 0) throw failures[0];
}

function shareOf(room: Room, splitting: Splitting | undefined): Share {
  if (splitting === undefined) return ({ to }) => to;
  const sharing = new GapSharing(room, splitting);
  return (left, total) => sharing.share(left, total);
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

/** Stops a reader. Nobody takes the page that it may still bring, so its memory is given back here. */
function close<R>(reader: AsyncGenerator<Page<R>>, arrival: Promise<Arrival<R>>): void {
  reader.return(undefined).catch(() => {});
  void arrival.then(({ result }) => {
    if (result !== undefined && !result.done) result.value.lease?.release();
  });
}

function mayPass(error: unknown): boolean {
  return concernsOneCall(error) || isGone(error);
}
