import type { Stream } from '../src/streams/stream.ts';
import { code } from './markdown.ts';

/** What the connector uses of Intercom's usual limit: 10,000 calls a minute, at the default `rate_limit_share`. */
const CALLS_PER_HOUR = 10_000 * 0.95 * 60;
const EXAMPLE = 1_000_000;

/** What `docs/streams.md` says of the streams with a call per record. */
export function describeCosts(streams: readonly Stream<unknown>[]): string {
  const byRecord = new Map<string, Stream<unknown>[]>();
  for (const stream of streams) {
    if (stream.callPer === undefined) continue;
    byRecord.set(stream.callPer, [...(byRecord.get(stream.callPer) ?? []), stream]);
  }
  const lines = [...byRecord].map(
    ([record, costly]) => `- a call for each ${record}: ${costly.map(({ name }) => code(name)).join(', ')}`,
  );
  const perContact = byRecord.get('contact')?.length ?? 0;
  const hours = (perContact * EXAMPLE) / CALLS_PER_HOUR;
  return [
    ...lines,
    '',
    '```',
    `hours of a first sync = records × streams / ${whole(CALLS_PER_HOUR)}`,
    '```',
    '',
    `The number is what ${code('rate_limit_share')} leaves of Intercom's usual limit of 10,000 calls a minute: 9,500 calls a minute. Example: ${whole(EXAMPLE)} contacts with ${spelled(perContact)} such streams are ${whole(perContact * EXAMPLE)} calls, or ${hours.toFixed(1)} hours; the ${whole(EXAMPLE)} contacts themselves are ${whole(Math.ceil(EXAMPLE / 150))} calls, or less than a minute of the limit.`,
  ].join('\n');
}

function whole(number: number): string {
  return number.toLocaleString('en-US');
}

function spelled(number: number): string {
  return ['no', 'one', 'two', 'three', 'four', 'five'][number] ?? String(number);
}
