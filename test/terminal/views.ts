import type { ReadView, StreamView } from '../../src/terminal/read-view.ts';

/** A stream that is being read, with what the test is about. */
export function streamView(name: string, differing: Partial<StreamView> = {}): StreamView {
  return { name, standing: 'reading', records: 1_200, calls: 8, tookMs: 65_000, ...differing };
}

export function readView(streams: readonly StreamView[], differing: Partial<ReadView> = {}): ReadView {
  return { streams, calls: 321, tookMs: 125_000, ...differing };
}
