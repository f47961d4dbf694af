import { type SandboxOptions, startSandbox } from '../../sandbox/sandbox.ts';
import { type CallReport, OTHER_APPLICATION } from './call-report.ts';

export interface WorkspaceOptions {
  readonly sizes?: NonNullable<SandboxOptions['sizes']>;
  readonly spanDays?: number;
  /** Calls in each window of ten seconds; no limit when absent. */
  readonly perWindow?: number;
  readonly latencyMs?: number;
  /** Of searches; default as that of all calls. */
  readonly searchLatencyMs?: number;
}

const WINDOW_SECONDS = 10;
const NO_LIMIT = 1_000_000_000;

const {
  latencyMs = 0,
  searchLatencyMs = latencyMs,
  perWindow = NO_LIMIT,
  ...more
}: WorkspaceOptions = JSON.parse(process.argv[2] ?? '{}');
const sandbox = await startSandbox({
  ...more,
  rateLimit: { perWindow, windowSeconds: WINDOW_SECONDS },
  latencyMs: (path) => (path.endsWith('/search') ? searchLatencyMs : latencyMs),
});
process.on('message', () => process.send?.(report()));
process.on('disconnect', () => process.exit());
process.send?.(sandbox.url);

function report(): CallReport {
  const windows = new Map<number, { startsAt: number; calls: number; refused: number; others: number }>();
  const kinds = new Map<string, { calls: number; requests: Set<string> }>();
  for (const { at, method, path, query, body, status } of sandbox.calls.all()) {
    const startsAt = Math.floor(at / WINDOW_SECONDS) * WINDOW_SECONDS;
    const window = windows.get(startsAt) ?? { startsAt, calls: 0, refused: 0, others: 0 };
    windows.set(startsAt, window);
    if (query === OTHER_APPLICATION) {
      window.others += 1;
      continue;
    }
    window.calls += 1;
    if (status === 429) window.refused += 1;
    const shape = `${method} ${path.replaceAll(/\/(?=[^/]*\d)[\w-]+/g, '/:id')}`;
    const kind = kinds.get(shape) ?? { calls: 0, requests: new Set() };
    kinds.set(shape, kind);
    kind.calls += 1;
    kind.requests.add(`${path}?${query} ${JSON.stringify(body)}`);
  }
  return {
    windows: [...windows.values()].sort((a, b) => a.startsAt - b.startsAt),
    kinds: Object.fromEntries(
      [...kinds].map(([shape, { calls, requests }]) => [shape, { calls, distinct: requests.size }]),
    ),
  };
}
