import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openDisplay } from '../../src/commands/display.ts';
import { Screen } from '../../src/terminal/screen.ts';
import { FakeTerminal } from '../support/fake-terminal.ts';
import { readView, streamView } from '../terminal/views.ts';

describe('the display of a read', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  async function shown(display: 'none' | 'lines' | 'table', elapsedMs: number) {
    const terminal = new FakeTerminal(100, 12);
    const screen = new Screen(terminal, { env: { NO_COLOR: '1' } });
    let looks = 0;
    const end = await openDisplay(screen, display, () => {
      looks += 1;
      return readView([streamView('tags', { records: looks })]);
    });
    vi.advanceTimersByTime(elapsedMs);
    const during = (await terminal.seen()).lines;
    end(readView([streamView('tags', { standing: 'complete', records: 40 })]));
    vi.advanceTimersByTime(60_000);
    return { during, after: (await terminal.seen()).lines, looks };
  }

  it('draws the table at once and four times a second', async () => {
    const { during, looks } = await shown('table', 1_000);
    expect(looks).toBe(5);
    expect(during).toHaveLength(3);
    expect(during[2]).toMatch(/^▸ tags +5 /);
  });

  it('adds a line every ten seconds where nothing can be redrawn', async () => {
    const { during } = await shown('lines', 20_000);
    expect(during).toEqual([
      expect.stringMatching(/^2 min 05 s: 0 of 1 stream ended, 1 record, /),
      expect.stringMatching(/^2 min 05 s: 0 of 1 stream ended, 2 records, /),
    ]);
  });

  it.each(['none', 'lines', 'table'] as const)('ends with the summary and nothing after it: %s', async (progress) => {
    const { after } = await shown(progress, 500);
    expect(after).toEqual([
      '',
      'stream  status    records  calls        time',
      'tags    COMPLETE       40      8  1 min 05 s',
      '',
      '1 of 1 stream COMPLETE: 40 records, 321 calls, 2 min 05 s',
    ]);
  });
});
