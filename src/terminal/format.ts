/** A whole number with commas between thousands. */
export function count(number: number): string {
  return number.toLocaleString('en-US');
}

/** `1 record`, `2 records`. */
export function counted(number: number, thing: string): string {
  return `${count(number)} ${thing}${number === 1 ? '' : 's'}`;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** A time that has been measured: `0.4 s`, `12 s`, `3 min 05 s`, `2 h 07 min`. */
export function duration(ms: number): string {
  const seconds = ms / 1_000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < MINUTE) return `${whole} s`;
  if (whole < HOUR) return `${Math.floor(whole / MINUTE)} min ${twoDigits(whole % MINUTE)} s`;
  return `${Math.floor(whole / HOUR)} h ${twoDigits(Math.floor((whole % HOUR) / MINUTE))} min`;
}

/** A time that has been estimated, no more exact than an estimate is: `< 1 min`, `3 min`, `2.5 h`. */
export function roughly(ms: number): string {
  const minutes = ms / 60_000;
  if (minutes < 1) return '< 1 min';
  if (minutes < 99.5) return `${Math.round(minutes)} min`;
  return `${(minutes / 60).toFixed(1)} h`;
}

/** The same as part of a sentence. */
export function timeLeft(ms: number): string {
  return ms < 60_000 ? 'less than a minute left' : `about ${roughly(ms)} left`;
}

export function percent(part: number): string {
  return `${Math.floor(part * 100)} %`;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
