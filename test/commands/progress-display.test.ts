import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { showProgress } from '../../src/commands/progress-display.ts';

describe('progress display', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  function shown(style: 'none' | 'lines' | 'display', elapsedMs: number): string {
    const chunks: string[] = [];
    const output = new Writable({
      write(chunk, _encoding, done) {
        chunks.push(String(chunk));
        done();
      },
    });
    let count = 0;
    const stop = showProgress({
      style,
      output,
      lines: () => {
        count += 1;
        return [`tags: ${count}`, `teams: ${count}`];
      },
    });
    vi.advanceTimersByTime(elapsedMs);
    stop();
    return chunks.join('');
  }

  it('shows nothing unless asked', () => {
    expect(shown('none', 60_000)).toBe('');
  });

  it('adds lines every five seconds and once at the end', () => {
    expect(shown('lines', 5_000)).toBe('tags: 1\nteams: 1\ntags: 2\nteams: 2\n');
  });

  it('redraws its own lines in place on a terminal', () => {
    expect(shown('display', 500)).toBe('tags: 1\nteams: 1\n\u001b[2A\u001b[Jtags: 2\nteams: 2\n');
  });
});
