import type { ConfiguredStream } from '../airbyte/configured-catalog.ts';
import type { ReadRun } from '../cli/run-command.ts';
import { begin, type Mode, type Progress } from '../progress/progress.ts';
import type { Selection } from '../engine/sync.ts';
import { parseStreamState } from '../progress/stream-state.ts';
import type { Stream } from '../streams/stream.ts';
import { rowShaper } from './row-shaper.ts';

const DAY_SECONDS = 86_400;

export interface Choice {
  readonly selections: readonly Selection[];
  /** Names in the configured catalog that no stream has. */
  readonly unknown: readonly string[];
}

/** What is to be read, how, and from where on, as the configured catalog and the state say. */
export function select(streams: readonly Stream<unknown>[], start: number, syncStart: number, run: ReadRun): Choice {
  const days = run.config.lookbackWindowDays;
  if (days > 0 && run.streams.some(({ syncMode }) => syncMode === 'incremental')) {
    run.logger.info(
      `lookback_window: incremental streams read the ${days} days before their cursor again. The summary of each says how many records that costs.`,
    );
  }
  const byName = new Map(streams.map((stream) => [stream.name, stream]));
  const selections: Selection[] = [];
  const unknown: string[] = [];
  for (const configured of run.streams) {
    const stream = byName.get(configured.name);
    if (stream === undefined) unknown.push(configured.name);
    else selections.push(toSelection(stream, configured, start, syncStart, run));
  }
  return { selections, unknown };
}

function toSelection(
  stream: Stream<unknown>,
  configured: ConfiguredStream,
  start: number,
  syncStart: number,
  run: ReadRun,
): Selection {
  const mode = modeOf(stream, configured, run);
  const stored = storedProgress(stream, mode, run);
  const { isResumable, slicesByCreation } = stream.walk;
  const progress = begin(stored, {
    mode,
    // The start date bounds what can be asked for by time; a tag or a company is never too old.
    start: isResumable ? start : 0,
    ...(slicesByCreation && mode === 'full_refresh' && { earliest: 0 }),
    until: syncStart,
    lookback: run.config.lookbackWindowDays * DAY_SECONDS,
  });
  if (mode === 'full_refresh' && stored !== undefined && progress.gaps.length + progress.retry.length === 0) {
    run.logger.warn(
      `${stream.name}: this full refresh is already complete, so there is nothing more to read. To read it again, leave its state out, or clear the stream.`,
    );
  }
  return { stream, mode, progress, shape: rowShaper(stream, configured, run) };
}

function modeOf({ name, cursorField }: Stream<unknown>, { syncMode }: ConfiguredStream, { logger }: ReadRun): Mode {
  if (cursorField !== undefined || syncMode === 'full_refresh') return syncMode;
  logger.warn(`${name} can only be read in full: the incremental mode that is configured for it has no effect.`);
  return 'full_refresh';
}

function storedProgress(stream: Stream<unknown>, mode: Mode, { state, logger }: ReadRun): Progress | undefined {
  const saved = state.get(stream.name);
  if (saved === undefined || Object.keys(saved).length === 0 || stream.cursorField === undefined) return undefined;
  const stored = parseStreamState(saved, stream);
  if (stored === undefined) {
    if (!isMarker(saved))
      logger.warn(
        `${stream.name}: the saved state is not one that this connector knows, so the stream is read from the start.`,
      );
    return undefined;
  }
  if (mode === 'incremental') return stored;
  if (stored.mode === 'full_refresh' && stream.walk.isResumable) return stored;
  logger.warn(`${stream.name}: a full refresh does not go on from the saved state of this stream, so it starts over.`);
  return undefined;
}

/** What toolkits write for a stream that is always read in full; it says nothing to an incremental read. */
function isMarker(state: object): boolean {
  return Object.keys(state).every((key) => key.startsWith('__ab_'));
}
