import pc from 'picocolors';
import { expect, it } from 'vitest';
import { progressLine } from '../../src/terminal/progress-line.ts';
import { summaryLines } from '../../src/terminal/summary.ts';
import { readView, streamView } from './views.ts';

const plain = pc.createColors(false);
const reason = 'The access token lacks the permission "Read tickets". Grant it, or deselect this stream.';

const ended = readView([
  streamView('contacts', { standing: 'complete', records: 2_199, calls: 212 }),
  streamView('tickets', { standing: 'incomplete', records: 0, calls: 1, tookMs: 900, note: reason }),
  streamView('ticket_parts', { standing: 'incomplete', records: 0, calls: 1, tookMs: 900, note: reason }),
  streamView('calls', { standing: 'stopped', records: 10, calls: 3 }),
]);

it('the summary has a line for each stream, each reason once in full, and the totals', () => {
  expect(summaryLines(ended, plain, 84)).toEqual([
    '',
    'stream        status      records  calls        time',
    'contacts      COMPLETE      2,199    212  1 min 05 s',
    'tickets       INCOMPLETE        0      1       0.9 s  The access token lacks the pe…',
    'ticket_parts  INCOMPLETE        0      1       0.9 s  The access token lacks the pe…',
    'calls         STOPPED          10      3  1 min 05 s',
    '',
    `INCOMPLETE tickets, ticket_parts: ${reason}`,
    '',
    '1 of 4 streams COMPLETE: 2,209 records, 321 calls, 2 min 05 s',
  ]);
});

it('the summary has each reason in its line where lines may have any length', () => {
  const lines = summaryLines(ended, plain);
  expect(lines[3]).toBe(`tickets       INCOMPLETE        0      1       0.9 s  ${reason}`);
  expect(lines.filter((line) => line.includes(reason))).toHaveLength(2);
});

it('a line of progress names the busiest streams, and what they wait for', () => {
  const streams = [
    streamView('contacts', { done: 0.505, calls: 20, records: 100 }),
    streamView('macros', { standing: 'retrying', note: 'HTTP 500, try 3 in 9.0 s', calls: 10, records: 0 }),
    streamView('tags', { standing: 'complete', records: 40 }),
    streamView('calls', { standing: 'waiting', records: 0, calls: 0 }),
    ...['a', 'b', 'c'].map((name) => streamView(name, { calls: 1, records: 1 })),
  ];
  expect(progressLine(readView(streams, { limitShare: 0.5, leftMs: 200_000 }))).toBe(
    '2 min 05 s: 1 of 7 streams ended, 143 records, 321 calls, 50 % of the rate limit, about 3 min left; ' +
      'reading contacts (50 %), macros (HTTP 500, try 3 in 9.0 s), a, b, 1 more',
  );
  expect(progressLine(readView(streams, { waitsFor: 'the rate limit for 8.0 s' }))).toBe(
    '2 min 05 s: 1 of 7 streams ended, 143 records, 321 calls; waiting for the rate limit for 8.0 s',
  );
});
