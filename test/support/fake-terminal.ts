import { Writable } from 'node:stream';
import { TerminalPicture } from '../../scripts/lib/terminal-picture.ts';

/** Stands for `process.stderr` where that is a terminal. */
export class FakeTerminal extends Writable {
  readonly isTTY = true;
  readonly columns: number;
  readonly rows: number;
  readonly #picture: TerminalPicture;
  text = '';

  constructor(columns: number, rows: number) {
    super({ decodeStrings: false });
    this.columns = columns;
    this.rows = rows;
    this.#picture = new TerminalPicture(columns, rows);
  }

  hasColors(): boolean {
    return true;
  }

  /** What is on the screen, and how many lines have left it at the top. */
  async seen(): Promise<{ readonly lines: readonly string[]; readonly scrolled: number }> {
    await this.#picture.write(this.text);
    this.text = '';
    return { lines: this.#picture.lines, scrolled: this.#picture.scrolledLines };
  }

  override _write(chunk: string | Buffer, _encoding: string, done: () => void): void {
    this.text += String(chunk);
    done();
  }
}
