const DAY_SECONDS = 86_400;

/**
 * The first second of the day, in an IANA time zone, that holds `seconds`. Right on days of 23 and 25 hours, and in
 * zones whose clocks skip midnight: there a day starts at the first second that exists.
 */
export function startOfDay(seconds: number, timeZone: string): number {
  const date = dateIn(timeZone);
  // The search below ends on whole seconds only.
  let inside = Math.floor(seconds);
  const day = date(inside);
  // A day has at most 25 hours, except where a zone crossed the date line and had one date twice.
  let before = inside - DAY_SECONDS - 3_600;
  if (date(before) === day) before -= DAY_SECONDS;
  while (inside - before > 1) {
    const middle = Math.floor((before + inside) / 2);
    if (date(middle) === day) inside = middle;
    else before = middle;
  }
  return inside;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function dateIn(timeZone: string): (seconds: number) => string {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  formats.set(timeZone, format);
  return (seconds) => format.format(seconds * 1000);
}
