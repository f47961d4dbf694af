import type { Writable } from 'node:stream';
import type { AirbyteMessage } from './messages.ts';
import { SecretMask } from './secret-mask.ts';

/** The reader of our output has gone: nothing can be said any more, only the exit code. */
export class OutputClosedError extends Error {
  override readonly name = 'OutputClosedError';
}

/** One write per line costs more than making the line. */
const CHUNK_CHARACTERS = 65_536;

/**
 * Writes messages as whole lines, in the order given and gathered into large chunks; a line waits for company no
 * longer than the current turn of the event loop. Texts meant for people are masked.
 */
export class MessageWriter {
  readonly #output: Writable;
  readonly #mask: SecretMask;
  #pending = '';
  #isScheduled = false;
  #drained: Promise<void> | undefined;
  #failure: OutputClosedError | undefined;

  constructor(output: Writable, mask = new SecretMask()) {
    this.#output = output;
    this.#mask = mask;
    output.on('error', (cause) => this.#fail(cause));
    output.on('close', () => this.#fail(undefined));
  }

  /**
   * Takes a message, or a line of JSON without its end. Resolves when the output can take more: whoever awaits it
   * never runs ahead of a slow reader. Rejects with {@link OutputClosedError} once the reader has gone.
   */
  write(message: AirbyteMessage | string): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    this.#pending += `${typeof message === 'string' ? message : JSON.stringify(this.mask(message))}\n`;
    if (this.#pending.length >= CHUNK_CHARACTERS) this.#send();
    else this.#schedule();
    return this.#drained ?? Promise.resolve();
  }

  /** The message with the secrets in its texts for people replaced. */
  mask(message: AirbyteMessage): AirbyteMessage {
    return masked(message, this.#mask);
  }

  /** Resolves when all that was written before has left the process. */
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

  #send(): void {
    const isReady = this.#output.write(this.#take());
    if (!isReady) this.#drained ??= this.#untilDrained();
  }

  #take(): string {
    const chunk = this.#pending;
    this.#pending = '';
    return chunk;
  }

  #untilDrained(): Promise<void> {
    const drained = new Promise<void>((resolve, reject) => {
      const settle = () => {
        for (const event of ['drain', 'error', 'close']) this.#output.off(event, settle);
        this.#drained = undefined;
        if (this.#failure === undefined) resolve();
        else reject(this.#failure);
      };
      for (const event of ['drain', 'error', 'close']) this.#output.on(event, settle);
    });
    drained.catch(() => undefined);
    return drained;
  }

  #fail(cause: unknown): OutputClosedError {
    this.#failure ??= new OutputClosedError('The reader closed the output.', { cause });
    return this.#failure;
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
