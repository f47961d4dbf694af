import type { MessageWriter } from '../airbyte/message-writer.ts';
import { rateLimitedTrace, type StatusName, streamStatusTrace } from '../airbyte/messages.ts';

export interface StatusOptions {
  readonly writer: MessageWriter;
  /** Unix time in ms. */
  readonly now: () => number;
}

/** Tells the platform where a stream stands: STARTED, RUNNING, waiting for the rate limit, COMPLETE or INCOMPLETE. */
export class StreamStatus {
  readonly name: string;
  readonly #options: StatusOptions;
  #status: 'pending' | 'started' | 'running' | 'complete' | 'incomplete' = 'pending';
  #isHeld = false;
  #endedMs: number | undefined;

  constructor(name: string, options: StatusOptions) {
    this.name = name;
    this.#options = options;
  }

  /** Started and not ended. */
  get isActive(): boolean {
    return this.#status === 'started' || this.#status === 'running';
  }

  get isComplete(): boolean {
    return this.#status === 'complete';
  }

  get isIncomplete(): boolean {
    return this.#status === 'incomplete';
  }

  /** True while the stream waits for the rate limit, as far as the platform knows. */
  get isHeld(): boolean {
    return this.#isHeld;
  }

  /** Unix ms; undefined before the end. */
  get endedMs(): number | undefined {
    return this.#endedMs;
  }

  /** Prints STARTED, the first time. */
  async start(): Promise<void> {
    if (this.#status !== 'pending') return;
    this.#status = 'started';
    await this.#write('STARTED');
  }

  /** Called before each record and state; says RUNNING the first time. */
  async running(): Promise<void> {
    if (this.#status === 'running') return;
    this.#status = 'running';
    await this.#write('RUNNING');
  }

  /** The stream waits for the rate limit until then, Unix ms. */
  async hold(untilMs: number): Promise<void> {
    if (!this.isActive) return;
    this.#status = 'running';
    this.#isHeld = true;
    const { writer, now } = this.#options;
    await writer.write(rateLimitedTrace(this.name, untilMs, now()));
  }

  /** The wait is over, which a record tells as well. */
  async release(): Promise<void> {
    if (!this.#isHeld || !this.isActive) return;
    this.#isHeld = false;
    await this.#write('RUNNING');
  }

  /** A record is about to be written, which ends a wait by itself. */
  async beforeRecord(): Promise<void> {
    this.#isHeld = false;
    await this.running();
  }

  /** Tells all statuses that are still missing, then the last one. Does nothing to a stream that has ended. */
  async end(status: 'COMPLETE' | 'INCOMPLETE'): Promise<void> {
    if (this.#endedMs !== undefined) return;
    await this.start();
    await this.running();
    this.#status = status === 'COMPLETE' ? 'complete' : 'incomplete';
    this.#endedMs = this.#options.now();
    await this.#write(status);
  }

  async #write(status: StatusName): Promise<void> {
    const { writer, now } = this.#options;
    await writer.write(streamStatusTrace(this.name, status, now()));
  }
}
