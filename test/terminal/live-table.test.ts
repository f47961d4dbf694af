import pc from 'picocolors';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { liveTable } from '../../src/terminal/live-table.ts';
import type { Standing, StreamView } from '../../src/terminal/read-view.ts';
import { readView, streamView } from './views.ts';

const plain = pc.createColors(false);
const wide = { columns: 120, rows: 40 };

const streams: readonly StreamView[] = [
  streamView('contacts', { done: 0.5, leftMs: 130_000 }),
  streamView('tags', { standing: 'complete', records: 40, tookMs: 900 }),
  streamView('teams', {
    standing: 'incomplete',
    records: 0,
    note: 'The access token lacks the permission "Read admins".',
  }),
  streamView('companies', { standing: 'limited', note: 'rate limit for 8.0 s' }),
  streamView('macros', { standing: 'retrying', note: 'HTTP 500, try 3 in 9.0 s' }),
  streamView('calls', { standing: 'waiting', records: 0, calls: 0 }),
];

describe('the table of a running read', () => {
  it('says of each stream how far it is, and what it waits for', () => {
    const view = readView(streams, { limitShare: 0.87, leftMs: 130_000 });
    expect(liveTable(view, wide, plain)).toEqual([
      '2 of 6 streams ended · 2 min 05 s gone · about 2 min left · 321 calls · 87 % of the rate limit',
      'stream       records  progress                        calls        time   left',
      '▸ contacts     1,200  ━━━━━━━━━━━━────────────  50 %      8  1 min 05 s  2 min  reading',
      '✓ tags            40  ━━━━━━━━━━━━━━━━━━━━━━━━ 100 %      8       0.9 s         done',
      '✗ teams            0                                      8  1 min 05 s         The access token lacks the permission "…',
      '‖ companies    1,200                                      8  1 min 05 s         rate limit for 8.0 s',
      '↻ macros       1,200                                      8  1 min 05 s         HTTP 500, try 3 in 9.0 s',
      '· calls            0                                      0                     waiting',
    ]);
  });

  it('says what all streams wait for', () => {
    const view = readView(streams, { waitsFor: 'the program that reads the output' });
    expect(liveTable(view, wide, plain)[1]).toBe('All streams wait for the program that reads the output.');
  });

  it.each([200, 120, 100, 80, 60, 40, 24, 10])('is no wider than %i columns', (columns) => {
    const lines = liveTable(readView(streams, { limitShare: 0.5 }), { columns, rows: 40 }, pc.createColors(true));
    expect(lines).toHaveLength(8);
    for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
  });

  it('keeps names, records and standings where it is narrow', () => {
    const lines = liveTable(readView(streams), { columns: 44, rows: 40 }, plain);
    expect(lines[1]).toBe('stream       records');
    expect(lines[2]).toBe('▸ contacts     1,200  reading');
    expect(lines[6]).toBe('↻ macros       1,200  HTTP 500, try 3 in 9.…');
  });

  it('has colours only where they are wanted', () => {
    const text = (isColored: boolean) => liveTable(readView(streams), wide, pc.createColors(isColored)).join('\n');
    expect(text(true)).toContain('\u001b[');
    expect(text(false)).not.toContain('\u001b');
  });
});

describe('with more streams than rows', () => {
  const standings: readonly Standing[] = ['complete', 'waiting', 'reading', 'incomplete'];
  const many = Array.from({ length: 40 }, (_, at) => {
    const standing = standings[at % standings.length] ?? 'reading';
    return streamView(`stream_${at}`, { standing, calls: standing === 'waiting' ? 0 : at });
  });

  it.each([5, 10, 24, 41, 42])('leaves one of %i rows free', (rows) => {
    const lines = liveTable(readView(many), { columns: 100, rows }, plain);
    expect(lines).toHaveLength(rows - 1);
  });

  it('shows those that are being read first, the busiest first, and counts the others', () => {
    const lines = liveTable(readView(many), { columns: 100, rows: 15 }, plain);
    const names = lines.slice(2, -1).map((line) => line.split(/\s+/)[1]);
    const reading = [38, 34, 30, 26, 22, 18, 14, 10, 6, 2];
    expect(names).toEqual([...reading, 39].map((at) => `stream_${at}`));
    expect(lines.at(-1)).toBe('+29 more: 9 incomplete, 10 waiting, 10 done');
  });

  it('keeps the order of the catalog where there is room for all', () => {
    const lines = liveTable(readView(many), { columns: 100, rows: 60 }, plain);
    expect(lines.slice(2).map((line) => line.split(/\s+/)[1])).toEqual(many.map(({ name }) => name));
  });
});
