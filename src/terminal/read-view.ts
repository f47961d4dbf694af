/** What a stream is doing: `waiting` for its turn, `reading`, held by the rate limit, repeating a failed request, or ended. */
export type Standing = 'waiting' | 'reading' | 'limited' | 'retrying' | 'complete' | 'incomplete' | 'stopped';

/** A stream of a running read, as it is shown to a person. */
export interface StreamView {
  readonly name: string;
  readonly standing: Standing;
  /** RECORD messages written: one for each row. */
  readonly records: number;
  /** Calls of the stream's walk, which other streams may share. */
  readonly calls: number;
  /** 0–1; undefined where the total is not known. */
  readonly done?: number | undefined;
  readonly tookMs: number;
  /** Undefined where no estimate means anything. */
  readonly leftMs?: number | undefined;
  /** What it waits for, or why it is incomplete. */
  readonly note?: string | undefined;
}

/** A running read. */
export interface ReadView {
  readonly streams: readonly StreamView[];
  readonly calls: number;
  readonly tookMs: number;
  readonly leftMs?: number | undefined;
  /** The part of the API's rate limit that was used in the last minute, 0–1; undefined while it is not known. */
  readonly limitShare?: number | undefined;
  /** What all streams wait for. */
  readonly waitsFor?: string | undefined;
}

/** True for a stream that has ended. */
export function hasEnded({ standing }: StreamView): boolean {
  return standing === 'complete' || standing === 'incomplete' || standing === 'stopped';
}
