import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { liveTable } from '../../src/terminal/live-table.ts';
import { Screen } from '../../src/terminal/screen.ts';
import { FakeTerminal } from '../support/fake-terminal.ts';
import { readView, streamView } from './views.ts';

describe('the screen', () => {
  it('redraws a frame in place, and keeps lines above it', async () => {
    const terminal = new FakeTerminal(60, 10);
    const screen = new Screen(terminal);
    await screen.openFrame();
    screen.draw(['one', 'two']);
    screen.line('WARN  something');
    screen.draw(['three', 'four', 'five']);
    screen.draw(['six']);
    screen.line('WARN  something else');
    expect((await terminal.seen()).lines).toEqual(['WARN  something', 'WARN  something else', 'six']);
    screen.clear();
    screen.line('the end');
    expect((await terminal.seen()).lines).toEqual(['WARN  something', 'WARN  something else', 'the end']);
  });

  it.each([
    [100, 24],
    [60, 8],
    [30, 5],
  ])('does not scroll a window of %i × %i while 40 streams are read', async (columns, rows) => {
    const terminal = new FakeTerminal(columns, rows);
    const screen = new Screen(terminal);
    await screen.openFrame();
    for (let seconds = 0; seconds < 30; seconds += 1) {
      const streams = Array.from({ length: 40 }, (_, at) =>
        streamView(`stream_${at}`, {
          standing: at < seconds ? 'complete' : 'reading',
          records: seconds * 1_000 * at,
          calls: (seconds * at) % 17,
          note: at % 7 === 0 ? 'HTTP 500, try 3 in 9.0 s' : undefined,
        }),
      );
      screen.draw(liveTable(readView(streams, { tookMs: seconds * 1_000 }), screen.size, screen.colors));
    }
    const { lines, scrolled } = await terminal.seen();
    expect(scrolled).toBe(0);
    expect(lines).toHaveLength(rows - 1);
    expect(lines[0]).toContain('ended');
  });

  it('takes the size of a terminal beyond a container from the environment', () => {
    const env = { COLUMNS: '101', LINES: '33' };
    expect(new Screen(new PassThrough(), { env }).size).toEqual({ columns: 101, rows: 33 });
    expect(new Screen(new PassThrough()).size).toEqual({ columns: 80, rows: 24 });
    expect(new Screen(new FakeTerminal(50, 20), { env }).size).toEqual({ columns: 50, rows: 20 });
  });

  it.each([
    ['NO_COLOR', { NO_COLOR: '1' }],
    ['a terminal without abilities', { TERM: 'dumb' }],
  ])('has no colours with %s', (_name, env) => {
    expect(new Screen(new FakeTerminal(80, 24), { env }).colors.red('x')).toBe('x');
    expect(new Screen(new FakeTerminal(80, 24)).colors.red('x')).not.toBe('x');
    expect(new Screen(new PassThrough()).colors.red('x')).toBe('x');
  });

  it('goes on when the terminal is gone', () => {
    const output = new PassThrough();
    new Screen(output).line('one');
    expect(() => output.emit('error', new Error('EIO'))).not.toThrow();
  });
});
