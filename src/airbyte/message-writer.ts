import type { Writable } from 'node:stream';
import type { AirbyteMessage } from './messages.ts';
import { SecretMask } from './secret-mask.ts';

/** The reader closed our output. No message can be written any more; only the exit code is left. */
export class OutputClosedError extends Error {
  override readonly name = 'OutputClosedError';
}

export interface WriterOptions {
  /** Told of each message except RECORDs, its secrets masked. */
  readonly onMessage?: (message: AirbyteMessage) => void;
  /** True where the output is no list of messages: then only lines are written. */
  readonly isForLinesOnly?: boolean;
}

/** Lines are written in chunks: a write per line costs more time than making the line. */
const CHUNK_CHARACTERS = 65_536;

/**
 * Writes messages as whole lines, in the order given, gathered into large chunks. A line waits for further ones no
 * longer than the current turn of the event loop. Secrets in texts for people are masked.
 */
export class MessageWriter {
  readonly #output: Writable;
  readonly #mask: SecretMask;
  readonly #options: WriterOptions;
  #pending = '';
  #isScheduled = false;
  #pause: Pause | undefined;
  #failure: OutputClosedError | undefined;

  constructor(output: Writable, mask = new SecretMask(), options: WriterOptions = {}) {
    this.#output = output;
    this.#mask = mask;
    this.#options = options;
    output.on('drain', () => this.#resume());
    output.on('error', (cause) => this.#fail(cause));
    output.on('close', () => this.#fail(undefined));
  }

  /**
   * Takes a message, or a line of JSON without its line end. Resolves when the output can take more, so that a caller
   * who awaits it stays behind a slow reader and leaves the event loop time for others. Rejects with
   * {@link OutputClosedError} once the reader has closed the output.
   */
  write(message: AirbyteMessage | string): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    const line = typeof message === 'string' ? message : this.#lineOf(message);
    if (line === undefined) return Promise.resolve();
    this.#pending += `${line}\n`;
    if (this.#pending.length >= CHUNK_CHARACTERS) this.#send();
    else this.#schedule();
    return this.#pause?.ended ?? Promise.resolve();
  }

  /** True while the reader is behind, and every caller waits for it. */
  get isBlocked(): boolean {
    return this.#output.writableNeedDrain;
  }

  #lineOf(message: AirbyteMessage): string | undefined {
    const harmless = masked(message, this.#mask);
    this.#options.onMessage?.(harmless);
    return this.#options.isForLinesOnly ? undefined : JSON.stringify(harmless);
  }

  /** Resolves when everything written before has left the process. */
  flush(): Promise<void> {
    const chunk = this.#take();
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) reject(this.#failure);
      else this.#output.write(chunk, (cause) => (cause ? reject(this.#fail(cause)) : resolve()));
    });
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      if (this.#pending !== '' && this.#failure === undefined) this.#send();
    });
  }

  /** Callers pause after each chunk: a file takes everything at once, and signals and timers need their turn too. */
  #send(): void {
    this.#pause ??= new Pause();
    if (this.#output.write(this.#take())) setImmediate(() => this.#resume());
  }

  #take(): string {
    const chunk = this.#pending;
    this.#pending = '';
    return chunk;
  }

  #resume(): void {
    if (this.#output.writableNeedDrain && this.#failure === undefined) return;
    const pause = this.#pause;
    this.#pause = undefined;
    pause?.end(this.#failure);
  }

  #fail(cause: unknown): OutputClosedError {
    this.#failure ??= new OutputClosedError('The reader closed the output.', { cause });
    this.#resume();
    return this.#failure;
  }
}

/** What all callers wait for together. */
class Pause {
  readonly ended: Promise<void>;
  end: (failure: Error | undefined) => void = () => undefined;

  constructor() {
    this.ended = new Promise((resolve, reject) => {
      this.end = (failure) => (failure === undefined ? resolve() : reject(failure));
    });
    this.ended.catch(() => undefined);
  }
}

function masked(message: AirbyteMessage, mask: SecretMask): AirbyteMessage {
  if (message.type === 'LOG') return { ...message, log: maskTexts(message.log, mask) };
  if (message.type === 'CONNECTION_STATUS') {
    return { ...message, connectionStatus: maskTexts(message.connectionStatus, mask) };
  }
  if (message.type === 'TRACE' && message.trace.type === 'ERROR') {
    return { ...message, trace: { ...message.trace, error: maskTexts(message.trace.error, mask) } };
  }
  return message;
}

const PROSE: ReadonlySet<string> = new Set(['message', 'internal_message', 'stack_trace']);

function maskTexts<T extends object>(payload: T, mask: SecretMask): T {
  const texts = Object.entries(payload)
    .filter(([key, value]) => PROSE.has(key) && typeof value === 'string')
    .map(([key, value]) => [key, mask.mask(value)]);
  return { ...payload, ...Object.fromEntries(texts) };
}
