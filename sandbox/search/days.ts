const daySeconds = 86_400;
/** No calendar day is longer than this, clock changes included. */
const longestDay = 30 * 3_600;
const formats = new Map<string, Intl.DateTimeFormat>();
const known = new Map<string, Day>();

/** From the day's first second to the next day's, Unix seconds. */
export interface Day {
  readonly start: number;
  readonly end: number;
}

/** The calendar day that second `at` lies in, by the clocks of an IANA zone; it may have 23 or 25 hours. */
export function dayOf(at: number, timeZone: string): Day {
  if (timeZone === 'UTC')
    return { start: Math.floor(at / daySeconds) * daySeconds, end: (Math.floor(at / daySeconds) + 1) * daySeconds };
  const key = `${timeZone} ${at}`;
  const day = known.get(key) ?? findDay(Math.floor(at), timeZone);
  if (known.size > 10_000) known.clear();
  known.set(key, day);
  return day;
}

/** Dates of a zone never go back, so that the edges of a day can be found by halving. */
function findDay(at: number, timeZone: string): Day {
  const date = dateAt(at, timeZone);
  return {
    start: firstSecond(at - longestDay, at, (second) => dateAt(second, timeZone) === date),
    end: firstSecond(at, at + longestDay, (second) => dateAt(second, timeZone) !== date),
  };
}

/** The first second in `(from, to]` from which on `holds` is true; it is true at `to`. */
function firstSecond(from: number, to: number, holds: (second: number) => boolean): number {
  let before = from;
  let holding = to;
  while (holding - before > 1) {
    const middle = Math.floor((before + holding) / 2);
    if (holds(middle)) holding = middle;
    else before = middle;
  }
  return holding;
}

function dateAt(second: number, timeZone: string): string {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    formats.set(timeZone, format);
  }
  return format.format(second * 1000);
}
