import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const recorder = new URL('usage.mjs', import.meta.url).href;

export const root = fileURLToPath(new URL('../../', import.meta.url));

const usage = z.object({
  cpuMs: z.number(),
  peakBytes: z.number(),
  memory: z.array(z.object({ atMs: z.number(), bytes: z.number() })),
});

/** What a process has used, from its start to its end. */
export interface Usage extends z.infer<typeof usage> {
  readonly startedAtMs: number;
  readonly wallMs: number;
}

export interface MeasuredOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Takes what the process prints; resolves at its end. */
  readonly consume: (stdout: Readable) => Promise<void>;
  /** Modules to load into the process before its own. */
  readonly preload?: readonly string[];
}

/** Runs a program to its end and drops what it prints. Resolves with its wall time in ms; rejects unless it exits with 0. */
export async function time(command: readonly string[]): Promise<number> {
  const [program = '', ...args] = command;
  const began = performance.now();
  const [code] = await once(spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'] }), 'close');
  if (code !== 0) throw new Error(`"${command.join(' ')}" ended with exit code ${code}`);
  return performance.now() - began;
}

/** Runs a Node.js program to its end. Rejects unless it exits with 0. */
export async function measure(command: readonly string[], options: MeasuredOptions): Promise<Usage> {
  const directory = await mkdtemp(join(tmpdir(), 'source-intercom-bench-'));
  const file = join(directory, 'usage.json');
  const [program = '', ...args] = command;
  const env = {
    ...process.env,
    ...options.env,
    NODE_OPTIONS: [recorder, ...(options.preload ?? [])].map((module) => `--import=${module}`).join(' '),
    BENCH_USAGE_FILE: file,
  };
  const startedAtMs = Date.now();
  const began = performance.now();
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'], env });
  running.add(child);
  try {
    const [[code]] = await Promise.all([once(child, 'close'), options.consume(child.stdout)]);
    const wallMs = performance.now() - began;
    if (code !== 0) throw new Error(`"${command.join(' ')}" ended with exit code ${code}`);
    return { ...usage.parse(JSON.parse(await readFile(file, 'utf8'))), startedAtMs, wallMs };
  } finally {
    running.delete(child);
    await rm(directory, { recursive: true });
  }
}

/** Everything that was started here ends with this process. */
const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});
