const hour = 3_600;
const day = 24 * hour;
const week = 7 * day;
const opensAt = 9 * hour;
const openADay = 8 * hour;
/** Midnight of the first Monday after 1 January 1970. */
const firstMonday = 4 * day;

/** Seconds between two moments in which it is Monday to Friday, 9:00 to 17:00 UTC. */
export function officeSecondsBetween(from: number, to: number): number {
  return openUntil(to) - openUntil(from);
}

/** Open seconds since {@link firstMonday}. */
function openUntil(moment: number): number {
  const weeks = Math.floor((moment - firstMonday) / week);
  const intoWeek = moment - firstMonday - weeks * week;
  const days = Math.floor(intoWeek / day);
  const today = days < 5 ? Math.min(openADay, Math.max(0, intoWeek - days * day - opensAt)) : 0;
  return (weeks * 5 + Math.min(days, 5)) * openADay + today;
}
