import { onTestFinished } from 'vitest';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../sandbox/sandbox.ts';
import { IntercomClient } from '../../../src/intercom/http/client.ts';
import { begin, type Mode, type Progress } from '../../../src/progress/progress.ts';
import type { Walk } from '../../../src/walks/walk.ts';
import { contextOf, readAll } from './reading.ts';

/** A sandbox until the end of the test. */
export async function open(options: SandboxOptions): Promise<Sandbox> {
  const sandbox = await startSandbox({ rateLimit: { perWindow: 1_000_000 }, ...options });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

interface Sync {
  readonly mode?: Mode;
  readonly start: number;
  readonly stored?: Progress;
  readonly timeZone?: string;
}

/** One sync of a walk, as the connector would do it now. */
export async function sync<R>(
  sandbox: Sandbox,
  walk: Walk<R>,
  { mode = 'incremental', start, stored, timeZone }: Sync,
) {
  const controller = new AbortController();
  const client = new IntercomClient({
    baseUrl: sandbox.url,
    token: sandbox.token,
    userAgent: 'source-intercom/test',
    rateLimitShare: 100,
    signal: controller.signal,
  });
  const until = Math.floor(sandbox.now());
  const context = contextOf(client, { syncStart: until, timeZone: timeZone ?? 'UTC', signal: controller.signal });
  const progress = begin(stored, { mode, start, until, lookback: 0 });
  sandbox.calls.clear();
  const reading = await readAll(walk, progress, context);
  controller.abort();
  return { ...reading, warnings: context.warnings, searches: sandbox.calls.count(/search$/) };
}
