import type { StreamStatus } from '../engine/stream-status.ts';
import type { CommandContext } from './context.ts';

/** Shorter waits belong to every sync and would only make noise. */
const NOTABLE_WAIT_MS = 5_000;

/** Tells the platform, stream by stream, that requests wait for the rate limit, and when they go on. */
export class RateLimitReport {
  readonly #statuses: readonly StreamStatus[];
  readonly #context: CommandContext;

  constructor(statuses: readonly StreamStatus[], context: CommandContext) {
    this.#statuses = statuses;
    this.#context = context;
  }

  hold({ untilMs, reason }: { readonly untilMs: number; readonly reason: '429' | 'window' }): void {
    if (reason !== '429' && untilMs - this.#context.now() <= NOTABLE_WAIT_MS) return;
    for (const status of this.#statuses) status.hold(untilMs).catch(() => undefined);
  }

  release(): void {
    for (const status of this.#statuses) status.release().catch(() => undefined);
  }
}
