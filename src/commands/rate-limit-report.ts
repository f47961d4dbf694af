import type { StreamStatus } from '../engine/stream-status.ts';
import type { CommandContext } from './context.ts';

/** Shorter waits belong to every sync and would only make noise. */
const NOTABLE_WAIT_MS = 5_000;
/** Three windows of Intercom's rate limit. */
const RECENT_MS = 30_000;

/** Tells the platform, stream by stream, that requests wait for the rate limit, and when they go on. */
export class RateLimitReport {
  readonly #statuses: readonly StreamStatus[];
  readonly #context: Pick<CommandContext, 'now'>;
  #heldUntilMs: number | undefined;

  constructor(statuses: readonly StreamStatus[], context: Pick<CommandContext, 'now'>) {
    this.#statuses = statuses;
    this.#context = context;
  }

  /** When the last wait ends or has ended, Unix ms; undefined before the first one. */
  get heldUntilMs(): number | undefined {
    return this.#heldUntilMs;
  }

  /** Whether the rate limit, rather than Intercom's speed, decides how fast the read is. */
  isSlowingDown(nowMs: number): boolean {
    return this.#heldUntilMs !== undefined && nowMs - this.#heldUntilMs < RECENT_MS;
  }

  /** Reports a wait, unless it is a short one for the window. Does not wait for the output. */
  hold({ untilMs, reason }: { readonly untilMs: number; readonly reason: '429' | 'window' }): void {
    this.#heldUntilMs = untilMs;
    if (reason !== '429' && untilMs - this.#context.now() <= NOTABLE_WAIT_MS) return;
    for (const status of this.#statuses) status.hold(untilMs).catch(() => undefined);
  }

  /** Reports that the wait is over. */
  release(): void {
    for (const status of this.#statuses) status.release().catch(() => undefined);
  }
}
