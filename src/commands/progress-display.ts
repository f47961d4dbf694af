import type { Writable } from 'node:stream';

const LINES_INTERVAL_MS = 5_000;
const REDRAW_INTERVAL_MS = 500;

export interface DisplayOptions {
  /** `display` redraws in place, for a terminal; `lines` adds lines, for anything else. */
  readonly style: 'none' | 'lines' | 'display';
  readonly output: Writable;
  /** What there is to show now, a line per stream. */
  lines(): readonly string[];
}

/** Shows progress to a person who watches, until the function that comes back is called. */
export function showProgress({ style, output, lines }: DisplayOptions): () => void {
  if (style === 'none') return () => {};
  let drawn = 0;
  const show = () => {
    const current = lines();
    const start = style === 'display' && drawn > 0 ? `\u001b[${drawn}A\u001b[J` : '';
    output.write(start + current.map((line) => `${line}\n`).join(''));
    drawn = current.length;
  };
  const timer = setInterval(show, style === 'display' ? REDRAW_INTERVAL_MS : LINES_INTERVAL_MS);
  return () => {
    clearInterval(timer);
    show();
  };
}
