import type { Writable } from 'node:stream';
import type { AirbyteMessage } from './messages.ts';
import { SecretMask } from './secret-mask.ts';

/** The reader of our output has gone: nothing can be said any more, only the exit code. */
export class OutputClosedError extends Error {
  override readonly name = 'OutputClosedError';
}

/** One write per line costs more than making the line. */
const CHUNK_CHARACTERS = 65_536;
const ENDS_OF_WAITING = ['drain', 'error', 'close'] as const;

/**
 * Writes messages as whole lines, in the order given and gathered into large chunks; a line waits for company no
 * longer than the current turn of the event loop. Texts meant for people are masked.
 */
export class MessageWriter {
  readonly #output: Writable;
  readonly #mask: SecretMask;
  #pending = '';
  #isScheduled = false;
  #ready: Promise<void> | undefined;
  #failure: OutputClosedError | undefined;

  constructor(output: Writable, mask = new SecretMask()) {
    this.#output = output;
    this.#mask = mask;
    output.on('error', (cause) => this.#fail(cause));
    output.on('close', () => this.#fail(undefined));
  }

  /**
   * Takes a message, or a line of JSON without its end. Resolves when the output can take more: whoever awaits it
   * neither runs ahead of a slow reader nor keeps the event loop to itself. Rejects with {@link OutputClosedError} once the reader has gone.
   */
  write(message: AirbyteMessage | string): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    this.#pending += `${typeof message === 'string' ? message : JSON.stringify(this.mask(message))}\n`;
    if (this.#pending.length >= CHUNK_CHARACTERS) this.#send();
    else this.#schedule();
    return this.#ready ?? Promise.resolve();
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
    const hasRoom = this.#output.write(this.#take());
    if (!hasRoom) this.#ready = this.#untilDrained();
    else this.#ready ??= this.#nextTurn();
  }

  #take(): string {
    const chunk = this.#pending;
    this.#pending = '';
    return chunk;
  }

  #untilDrained(): Promise<void> {
    const drained = new Promise<void>((resolve, reject) => {
      const settle = () => {
        for (const event of ENDS_OF_WAITING) this.#output.off(event, settle);
        if (this.#ready === drained) this.#ready = undefined;
        if (this.#failure === undefined) resolve();
        else reject(this.#failure);
      };
      for (const event of ENDS_OF_WAITING) this.#output.on(event, settle);
    });
    drained.catch(() => undefined);
    return drained;
  }

  /** A file takes everything at once: without a pause a fast writer would keep signals and timers waiting for ever. */
  #nextTurn(): Promise<void> {
    const turned = new Promise<void>((resolve) => {
      setImmediate(() => {
        if (this.#ready === turned) this.#ready = undefined;
        resolve();
      });
    });
    return turned;
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
