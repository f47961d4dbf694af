import { z } from 'zod';
import { cursorOf, JOB_ID, type Progress } from './progress.ts';

/** How a stream's state is laid out. */
export interface StateLayout {
  /** The key of the cursor; absent for a stream that is always read in full. */
  readonly cursorField?: string | undefined;
  /** Airbyte's own connector keeps the state of its two child streams under their parent's name. */
  readonly parentInState?: string | undefined;
}

/** What Airbyte's own connector and its toolkit write for a stream without a cursor. */
const NO_CURSOR_STATE = { __ab_no_cursor_state_message: true };

/** An id is quoted in messages; Intercom's have at most 24 characters. */
const LONGEST_ID = 100;

const second = z.int().nonnegative();
const progressSchema = z.object({
  mode: z.enum(['incremental', 'full_refresh']),
  since: second,
  until: second,
  gaps: z
    .array(
      z.object({ from: second, to: second, resume: z.object({ since: second, token: z.string() }).exactOptional() }),
    )
    .refine((gaps) => gaps.every(({ from, to }, index) => (gaps[index - 1]?.to ?? 0) <= from && from < to)),
  retry: z.array(z.string().max(LONGEST_ID)),
  jobs: z
    .array(
      z
        .object({
          id: z.string().regex(JOB_ID),
          from: second,
          to: second,
          read: z.object({ rows: second, last: z.string().max(LONGEST_ID) }).exactOptional(),
        })
        .refine(({ from, to }) => from < to),
    )
    .exactOptional(),
});

/**
 * The state to print: the cursor as Airbyte's own connector writes it, so that a user can go back to it, and our own
 * progress beside it while a cursor alone does not say everything.
 */
export function toStreamState(progress: Progress, { cursorField, parentInState }: StateLayout): object {
  if (cursorField === undefined) return NO_CURSOR_STATE;
  const cursor = { [cursorField]: String(cursorOf(progress)) };
  const isPlain = progress.mode === 'incremental' && progress.gaps.length === 0 && progress.retry.length === 0;
  const rest = isPlain ? {} : { progress };
  if (parentInState === undefined) return { ...cursor, ...rest };
  // The other connector takes a child's state with anything beside a plain cursor for empty, unless these keys are there.
  const official = {
    use_global_cursor: true,
    state: cursor,
    parent_state: { [parentInState]: cursor },
    lookback_window: 0,
  };
  return { ...cursor, ...official, ...rest };
}

/**
 * What a state says has been read; undefined where it holds no cursor that is a time. Takes every shape that Airbyte's
 * own connector has written since 2021, with cursors as numbers or digits. Our own progress counts only while the cursor
 * beside it is still the one it was written with: the other connector moves the cursor and leaves the rest as it is.
 */
export function parseStreamState(state: object, layout: StateLayout): Progress | undefined {
  if (layout.cursorField === undefined) return undefined;
  const cursor = readCursor(state, layout.cursorField, layout.parentInState);
  const own = progressSchema.safeParse(valueAt(state, 'progress'));
  if (own.success && (cursor === undefined || cursorOf(own.data) === cursor)) return own.data;
  if (cursor === undefined) return undefined;
  return { mode: 'incremental', since: cursor, until: cursor, gaps: [], retry: [] };
}

function readCursor(state: unknown, field: string, parent: string | undefined): number | undefined {
  const places = parent === undefined ? plainPlaces(state, field) : childPlaces(state, field, parent);
  for (const place of places) {
    const cursors = place.map(toSeconds).filter((cursor) => cursor !== undefined);
    if (cursors.length > 0) return Math.min(...cursors);
  }
  return undefined;
}

/** The places where the cursor may be: the first that has one counts, and of several in one place the smallest. */
function plainPlaces(state: unknown, field: string): unknown[][] {
  return [[valueAt(state, field)], sliceEnds(state), priorCursors(state, [field])];
}

function childPlaces(state: unknown, field: string, parent: string): unknown[][] {
  return [
    [valueAt(state, 'parent_state', parent, field), valueAt(state, 'state', field), ...partitionCursors(state, field)],
    [valueAt(state, parent, field)],
    [valueAt(state, field)],
    sliceEnds(state),
    priorCursors(state, [parent, field]),
    priorCursors(state, [field]),
  ];
}

function partitionCursors(state: unknown, field: string): unknown[] {
  return listAt(state, 'states').map((partition) => valueAt(partition, 'cursor', field));
}

/** Everything up to the end of the first slice has been read. */
function sliceEnds(state: unknown): unknown[] {
  return listAt(state, 'slices').map((slice) => valueAt(slice, 'most_recent_cursor_value') ?? valueAt(slice, 'end'));
}

/** `prior_state` may hold another one, several levels deep. */
function priorCursors(state: unknown, path: readonly string[], depth = 0): unknown[] {
  const prior = valueAt(state, 'prior_state');
  if (prior === undefined || depth > 20) return [];
  return [valueAt(prior, ...path), ...priorCursors(prior, path, depth + 1)];
}

function listAt(state: unknown, key: string): unknown[] {
  const list = valueAt(state, key);
  return Array.isArray(list) ? list : [];
}

function valueAt(value: unknown, ...path: string[]): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key)) return undefined;
    current = Reflect.get(current, key);
  }
  return current;
}

/**
 * Unix seconds from a number, digits, or an ISO date and time; those before 1970 are 0. Undefined for anything else, and
 * for numbers that no state of a connector holds, such as `Infinity` or 1e300: they would put all records in the past.
 */
function toSeconds(value: unknown): number | undefined {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  if (typeof value === 'string' && value.trim() === '') return undefined;
  const number = Number(value);
  const seconds = Number.isNaN(number) ? Date.parse(String(value)) / 1000 : number;
  const isTime = Number.isFinite(seconds) && seconds <= Number.MAX_SAFE_INTEGER;
  return isTime ? Math.max(0, Math.floor(seconds)) : undefined;
}
