import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Launcher } from './connector.ts';
import { type Ending, Outcome } from './outcome.ts';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const executable = `${root}bin/source-intercom`;

interface ProgramOptions extends SpawnOptions {
  /** Told of the process as soon as it has been started. */
  readonly onStart?: (child: ChildProcess) => void;
}

/** Runs commands by the built program, a process of its own. Needs {@link buildProgram}. */
export function program({ onStart, ...options }: ProgramOptions = {}): Launcher {
  return async ({ argv, apiUrl }) => {
    const env = { ...process.env, INTERCOM_API_URL: apiUrl, ...options.env };
    const child = start([executable, ...argv], { ...options, env });
    const ended = ending(child);
    onStart?.(child);
    return new Outcome(await ended);
  };
}

export function start(command: readonly string[], options: SpawnOptions = {}): ChildProcess {
  const [file = '', ...args] = command;
  return spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
}

/** Reads all that the child prints until it has ended. */
export async function ending(child: ChildProcess): Promise<Ending> {
  const startedMs = performance.now();
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text;
    });
  }
  const [exitCode, signal] = z.tuple([z.number().nullable(), z.string().nullable()]).parse(await once(child, 'close'));
  return { ...texts, exitCode, signal, tookMs: performance.now() - startedMs };
}

/** Compiles `src/` to `dist/` where that has not been done since the last change. Types are another check's business. */
export function buildProgram(): void {
  if (newest('dist') > newest('src')) return;
  const compiler = join(root, 'node_modules', '.bin', 'tsc');
  spawnSync(compiler, ['-p', 'tsconfig.build.json'], { cwd: root, stdio: 'ignore' });
}

function newest(directory: string): number {
  const path = join(root, directory);
  if (!existsSync(path)) return 0;
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' });
  return Math.max(0, ...names.map((name) => statSync(join(path, name)).mtimeMs));
}
