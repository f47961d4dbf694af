import xterm from '@xterm/headless';

const CHARACTER = 8.4;
const LINE = 19;
const MARGIN = 16;
const COLORS = ['#484f58', '#ff7b72', '#56d364', '#e3b341', '#79c0ff', '#d2a8ff', '#39c5cf', '#c9d1d9'];
const TEXT = '#c9d1d9';

/** A terminal without a window: takes what a program prints, and shows the screen as text or as an SVG picture. */
export class TerminalPicture {
  readonly #terminal: InstanceType<typeof xterm.Terminal>;

  constructor(columns: number, rows: number) {
    this.#terminal = new xterm.Terminal({
      cols: columns,
      rows,
      allowProposedApi: true,
      convertEol: true,
      scrollback: 5_000,
    });
  }

  write(text: string): Promise<void> {
    return new Promise((resolve) => this.#terminal.write(text, resolve));
  }

  /** The lines on the screen, without the blank ones at its end. */
  get lines(): readonly string[] {
    return this.#linesFrom(this.#buffer.baseY);
  }

  /** The lines that have left the screen at its top. */
  get scrolledLines(): number {
    return this.#buffer.baseY;
  }

  /** All lines, those that have left the screen too. */
  get allLines(): readonly string[] {
    return this.#linesFrom(0);
  }

  /** The lines, all or those on the screen, as a picture. */
  svg({ isWhole = false, title }: { readonly isWhole?: boolean; readonly title: string }): string {
    const first = isWhole ? 0 : this.#buffer.baseY;
    const count = this.#linesFrom(first).length;
    const width = Math.ceil(this.#terminal.cols * CHARACTER + 2 * MARGIN);
    const lines = Array.from({ length: count }, (_, at) => this.#lineSvg(first + at, MARGIN + LINE * (at + 0.75)));
    return [
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${count * LINE + 2 * MARGIN}" role="img" aria-label="${title}">`,
      '<rect width="100%" height="100%" rx="8" fill="#0d1117"/>',
      `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="14" fill="${TEXT}">`,
      ...lines.filter((line) => line !== ''),
      '</g>',
      '</svg>',
      '',
    ].join('\n');
  }

  get #buffer() {
    return this.#terminal.buffer.active;
  }

  #linesFrom(first: number): readonly string[] {
    const lines = [];
    for (let at = first; at < this.#buffer.length; at += 1) {
      lines.push(this.#buffer.getLine(at)?.translateToString(true) ?? '');
    }
    return lines.slice(0, lines.findLastIndex((line) => line !== '') + 1);
  }

  #lineSvg(at: number, y: number): string {
    const line = this.#buffer.getLine(at);
    const runs: { readonly x: number; readonly style: string; text: string }[] = [];
    for (let x = 0; x < this.#terminal.cols; x += 1) {
      const cell = line?.getCell(x);
      if (cell === undefined || cell.getWidth() === 0) continue;
      const style = styleOf(cell);
      const last = runs.at(-1);
      if (last?.style === style) last.text += cell.getChars() || ' ';
      else runs.push({ x, style, text: cell.getChars() || ' ' });
    }
    const spans = runs
      .filter(({ text }) => text.trim() !== '')
      .map(
        ({ x, style, text }) =>
          `<tspan x="${(MARGIN + x * CHARACTER).toFixed(1)}" textLength="${(text.trimEnd().length * CHARACTER).toFixed(1)}"${style}>${escaped(text.trimEnd())}</tspan>`,
      );
    return spans.length === 0 ? '' : `<text y="${y.toFixed(1)}">${spans.join('')}</text>`;
  }
}

function styleOf(cell: { isFgPalette(): boolean; getFgColor(): number; isBold(): number; isDim(): number }): string {
  const color = cell.isFgPalette() ? ` fill="${COLORS[cell.getFgColor() % 8]}"` : '';
  return `${color}${cell.isBold() ? ' font-weight="bold"' : ''}${cell.isDim() ? ' opacity="0.6"' : ''}`;
}

/** For XML. Spaces are made such that none of them is left out. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll(' ', '\u00A0');
}
