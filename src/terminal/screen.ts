import type { Writable } from 'node:stream';
import pc from 'picocolors';

export type Colors = ReturnType<typeof pc.createColors>;

/** A stream that may be a terminal, such as `process.stderr`. */
export interface ScreenOutput extends Writable {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  hasColors?(env?: object): boolean;
}

type Env = Readonly<Record<string, string | undefined>>;

export interface ScreenOptions {
  /** Environment variables, of which `NO_COLOR`, `TERM`, `COLUMNS` and `LINES` count. */
  readonly env?: Env;
  /** Default: what the output says itself. */
  readonly isTerminal?: boolean;
}

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** Redraws a frame of text in place. */
interface LiveFrame {
  (text: string): void;
  clear(): void;
}

/** What a person sees: lines that stay, and below them, on a terminal, a frame that is redrawn in place. */
export class Screen {
  readonly colors: Colors;
  /** True where a frame can be redrawn. */
  readonly isTerminal: boolean;
  readonly #output: ScreenOutput;
  readonly #env: Env;
  #frame: LiveFrame | undefined;
  #drawn = '';

  constructor(output: ScreenOutput, { env = {}, isTerminal = output.isTTY === true }: ScreenOptions = {}) {
    this.#output = output;
    this.#env = env;
    this.isTerminal = isTerminal && env.TERM !== 'dumb';
    this.colors = pc.createColors(this.isTerminal && !env.NO_COLOR && (output.hasColors?.(env) ?? true));
    // A screen that is gone must not end the sync.
    output.on('error', () => undefined);
  }

  /** A terminal beyond a container is known by `COLUMNS` and `LINES` only; without them it counts as 80 × 24. */
  get size(): Size {
    const { columns = Number(this.#env.COLUMNS) || 80, rows = Number(this.#env.LINES) || 24 } = this.#output;
    return { columns, rows };
  }

  /** Adds a line, above the frame where there is one. */
  line(text: string): void {
    this.#frame?.clear();
    this.#output.write(`${text}\n`);
    if (this.#drawn !== '') this.#frame?.(this.#drawn);
  }

  /** Begins a frame, still empty. */
  async openFrame(): Promise<void> {
    const { createLogUpdate } = await import('log-update');
    const { columns: defaultWidth, rows: defaultHeight } = this.size;
    // A hidden cursor would stay hidden after a kill.
    const options = { showCursor: true, defaultWidth, defaultHeight };
    this.#frame = createLogUpdate(this.#output as NodeJS.WriteStream, options);
  }

  /** Draws the frame again. Its lines must fit the screen, with one row to spare. */
  draw(lines: readonly string[]): void {
    this.#drawn = lines.join('\n');
    this.#frame?.(this.#drawn);
  }

  /** Takes the frame away. */
  clear(): void {
    this.#frame?.clear();
    this.#drawn = '';
  }
}
