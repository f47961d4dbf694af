const DAY_SECONDS = 86_400;

/**
 * The first second of the day, in an IANA time zone, that holds `seconds`. Right on days of 23 and 25 hours and in
 * zones whose clocks skip midnight itself (the day then starts at its first second that exists).
 */
export function startOfDay(seconds: number, timeZone: string): number {
  const date = dateIn(timeZone);
  const day = date(seconds);
  // A local day is at most 25 hours long, so its start is at most that far back.
  let before = seconds - DAY_SECONDS - 3_600;
  let inside = seconds;
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
