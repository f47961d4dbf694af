import type { ConfiguredStream } from '../airbyte/configured-catalog.ts';
import type { Selection } from '../engine/stream-output.ts';
import { begin, type Mode, type Progress } from '../progress/progress.ts';
import { parseStreamState } from '../progress/stream-state.ts';
import { propertiesOf } from '../rows/custom-attribute-types.ts';
import { Misfits } from '../rows/misfits.ts';
import { rowShaper } from '../rows/row-shaper.ts';
import { UndeclaredFields } from '../rows/undeclared-fields.ts';
import { isBoundedByStartDate } from '../streams/registry.ts';
import type { Stream } from '../streams/stream.ts';
import type { ReadContext } from './context.ts';

const DAY_SECONDS = 86_400;

/** Looks at rows while they are read. At the end, `notice` says what the user should know of them, if anything. */
interface Notice {
  notice(): string | undefined;
}

export interface Choice {
  readonly selections: readonly Selection[];
  /** Names in the configured catalog that are no stream's. */
  readonly unknown: readonly string[];
  /** What is to be told of each selected stream's rows when they have been read. */
  readonly notices: readonly Notice[];
}

/**
 * What is to be read, how, and from where on, as the configured catalog and the state say. `start` is the start date and
 * `syncStart` the end of what this sync covers, both in Unix seconds.
 */
export function select(
  streams: readonly Stream<unknown>[],
  start: number,
  syncStart: number,
  context: ReadContext,
): Choice {
  const days = context.config.lookbackWindowDays;
  if (days > 0 && context.streams.some(({ syncMode }) => syncMode === 'incremental')) {
    context.logger.info(
      `lookback_window: incremental streams read the ${days} days before their cursor again. The summary of each says how many records that costs.`,
    );
  }
  const byName = new Map(streams.map((stream) => [stream.name, stream]));
  const selections: Selection[] = [];
  const unknown: string[] = [];
  const notices: Notice[] = [];
  for (const configured of context.streams) {
    const stream = byName.get(configured.name);
    if (stream === undefined) {
      unknown.push(configured.name);
      continue;
    }
    const bounds = { start: isBoundedByStartDate(stream, streams) ? start : 0, until: syncStart };
    const fields = new UndeclaredFields(stream.name, declaredBy(stream, configured));
    const misfits = new Misfits(stream.name, (message) => context.logger.warn(message));
    selections.push(observed(toSelection(stream, configured, bounds, misfits, context), fields));
    notices.push(misfits, fields);
  }
  return { selections, unknown, notices };
}

/** Where the columns depend on the workspace, the configured catalog has what was there at the last discover. */
function declaredBy({ schema, columns }: Stream<unknown>, { jsonSchema = {} }: ConfiguredStream): readonly string[] {
  const known = Object.keys(schema.shape);
  return columns === undefined ? known : [...known, ...Object.keys(propertiesOf(jsonSchema))];
}

function observed(selection: Selection, fields: UndeclaredFields): Selection {
  const { shape } = selection;
  return {
    ...selection,
    shape: (row) => {
      fields.look(row);
      return shape(row);
    },
  };
}

function toSelection(
  stream: Stream<unknown>,
  configured: ConfiguredStream,
  bounds: { readonly start: number; readonly until: number },
  misfits: Misfits,
  context: ReadContext,
): Selection {
  const mode = modeOf(stream, configured, context);
  const stored = storedProgress(stream, mode, context);
  const progress = begin(stored, {
    ...bounds,
    mode,
    // What was created before the start date may have changed since.
    ...(stream.walk.createdAt && mode === 'full_refresh' && { earliest: 0 }),
    lookback: context.config.lookbackWindowDays * DAY_SECONDS,
  });
  if (mode === 'full_refresh' && stored !== undefined && progress.gaps.length + progress.retry.length === 0) {
    context.logger.warn(
      `${stream.name}: this full refresh is already complete, so there is nothing more to read. To read it again, leave its state out, or clear the stream.`,
    );
  }
  const shape = rowShaper(stream, {
    jsonSchema: configured.jsonSchema ?? {},
    messageBodies: context.config.messageBodies,
    misfits,
  });
  return { stream, progress, shape };
}

function modeOf({ name, cursorField }: Stream<unknown>, { syncMode }: ConfiguredStream, { logger }: ReadContext): Mode {
  if (cursorField !== undefined || syncMode === 'full_refresh') return syncMode;
  logger.warn(`${name} can only be read in full: the incremental mode that is configured for it has no effect.`);
  return 'full_refresh';
}

function storedProgress(stream: Stream<unknown>, mode: Mode, { state, logger }: ReadContext): Progress | undefined {
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

/** True for what Airbyte's toolkit writes for a stream without a cursor. */
function isMarker(state: object): boolean {
  return Object.keys(state).every((key) => key.startsWith('__ab_'));
}
