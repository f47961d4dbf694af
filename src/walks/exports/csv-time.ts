const DIGITS = /^\d{1,15}(\.\d+)?$/;
const WRITTEN = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?\s*(Z|UTC|[+-]\d\d:?\d\d)?$/i;
/** Unix seconds have fewer digits until the year 2286. */
const FIRST_MILLISECONDS = 1e10;

/**
 * Unix seconds of a time in an export. Intercom does not say how they are written: they are taken as Unix seconds or
 * milliseconds, or as `2025-07-17 15:30:24`, which is in `timeZone` where no zone follows it. Undefined for
 * anything else.
 */
export function exportedSeconds(text: string, timeZone: string): number | undefined {
  if (DIGITS.test(text)) return Math.floor(Number(text) < FIRST_MILLISECONDS ? Number(text) : Number(text) / 1_000);
  const written = WRITTEN.exec(text);
  if (written === null) return undefined;
  const [, day, time, zone] = written;
  const ms = Date.parse(`${day}T${time}${zone === undefined || zone.toUpperCase() === 'UTC' ? 'Z' : zone}`);
  if (Number.isNaN(ms)) return undefined;
  return Math.floor((zone === undefined ? atWallClock(ms, timeZone) : ms) / 1_000);
}

/** The instant at which clocks of the zone show what those of UTC show at `ms`; the first one where there are two. */
function atWallClock(ms: number, timeZone: string): number {
  const first = ms - offsetAt(ms, timeZone);
  return ms - offsetAt(first, timeZone);
}

/** Clocks change at quarters of an hour only. */
const QUARTER_MS = 900_000;
const MOST_OFFSETS = 10_000;
const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, number>();

/** How far the zone is ahead of UTC, in ms. */
function offsetAt(ms: number, timeZone: string): number {
  const quarter = Math.floor(ms / QUARTER_MS);
  const key = `${timeZone} ${quarter}`;
  const offset = offsets.get(key) ?? findOffset(quarter * QUARTER_MS, timeZone);
  if (offsets.size >= MOST_OFFSETS) offsets.clear();
  offsets.set(key, offset);
  return offset;
}

function findOffset(ms: number, timeZone: string): number {
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('en-US', { timeZone, ...ALL_FIELDS });
  formats.set(timeZone, format);
  const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
  const at = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  return Date.UTC(at('year'), at('month') - 1, at('day'), at('hour'), at('minute')) - ms;
}

const ALL_FIELDS = {
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
} as const;
