import { counted, duration, percent, timeLeft } from './format.ts';
import { hasEnded, type ReadView, type StreamView } from './read-view.ts';

const MOST_NAMED = 4;

/** A running read in one line, for where nothing can be redrawn. */
export function progressLine({ streams, calls, tookMs, leftMs, limitShare, waitsFor }: ReadView): string {
  const ended = streams.filter(hasEnded).length;
  const records = streams.reduce((sum, stream) => sum + stream.records, 0);
  const parts = [
    `${duration(tookMs)}: ${ended} of ${counted(streams.length, 'stream')} ended`,
    counted(records, 'record'),
    counted(calls, 'call'),
    ...(limitShare === undefined ? [] : [`${percent(limitShare)} of the rate limit`]),
    ...(leftMs === undefined ? [] : [timeLeft(leftMs)]),
  ];
  const active = streams.filter((stream) => !hasEnded(stream) && stream.standing !== 'waiting');
  const busiest = active.toSorted((one, other) => other.calls - one.calls).slice(0, MOST_NAMED);
  const others = active.length - busiest.length;
  const named = [...busiest.map(activity), ...(others > 0 ? [`${others} more`] : [])].join(', ');
  const doing = waitsFor === undefined ? named && `; reading ${named}` : `; waiting for ${waitsFor}`;
  return parts.join(', ') + doing;
}

function activity({ name, done, note }: StreamView): string {
  const details = [done === undefined ? undefined : percent(done), note].filter((detail) => detail !== undefined);
  return details.length === 0 ? name : `${name} (${details.join(', ')})`;
}
