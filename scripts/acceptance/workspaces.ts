import { demoSizes } from '../../sandbox/resources/all.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/sandbox.ts';

/** The clock of these workspaces starts here, Unix seconds, so that each run finds the same rows. */
export const OPENED_AT = Date.UTC(2026, 0, 15, 12) / 1000;

/** The configuration to read all of their streams with, from a time before all rows. */
export const WORKSPACE_CONFIG = { start_date: '2024-01-01T00:00:00Z', report_datasets: ['conversation'] };

/** A few rows of each stream: few enough to be kept in `integration_tests/expected_records.jsonl`. */
export function smallWorkspace(): Promise<Sandbox> {
  const few = Object.entries(demoSizes).map(([name, size]) => [name, Math.min(size, 3)]);
  // With this seed no stream is empty.
  return openAtFixedTime({ seed: 42, sizes: Object.fromEntries(few) });
}

/** Several pages of each stream that is read in pages. */
export function pagedWorkspace(): Promise<Sandbox> {
  const sizes = { contacts: 400, conversations: 320, tickets: 310, companies: 220, activity_logs: 200, articles: 260 };
  return openAtFixedTime({ sizes });
}

function openAtFixedTime(options: SandboxOptions): Promise<Sandbox> {
  const startedAtMs = Date.now();
  const now = () => OPENED_AT + (Date.now() - startedAtMs) / 1000;
  return startSandbox({ ...options, now, rateLimit: { perWindow: 1_000_000 } });
}
