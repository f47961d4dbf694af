import { liveTable } from '../terminal/live-table.ts';
import { progressLine } from '../terminal/progress-line.ts';
import type { ReadView } from '../terminal/read-view.ts';
import type { Screen } from '../terminal/screen.ts';
import { summaryLines } from '../terminal/summary.ts';
import type { ReadContext } from './context.ts';

const LINE_INTERVAL_MS = 10_000;
const REDRAW_INTERVAL_MS = 250;

/** Shows a person how a read goes, until the function that comes back is called with the end. */
export async function openDisplay(
  screen: Screen,
  display: ReadContext['display'],
  viewNow: () => ReadView,
): Promise<(end: ReadView) => void> {
  const stopShowing = display === 'table' ? await showTable(screen, viewNow) : showLines(screen, display, viewNow);
  return (end) => {
    stopShowing();
    const width = screen.isTerminal ? screen.size.columns : undefined;
    for (const line of summaryLines(end, screen.colors, width)) screen.line(line);
  };
}

async function showTable(screen: Screen, viewNow: () => ReadView): Promise<() => void> {
  await screen.openFrame();
  const draw = () => screen.draw(liveTable(viewNow(), screen.size, screen.colors));
  const timer = setInterval(draw, REDRAW_INTERVAL_MS);
  draw();
  return () => {
    clearInterval(timer);
    screen.clear();
  };
}

function showLines(screen: Screen, display: 'lines' | 'none', viewNow: () => ReadView): () => void {
  if (display === 'none') return () => {};
  const timer = setInterval(() => screen.line(progressLine(viewNow())), LINE_INTERVAL_MS);
  return () => clearInterval(timer);
}
