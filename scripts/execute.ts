import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Runs a program to its end and passes its output on. Resolves with its exit code; rejects if it can't be started. */
export async function execute(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } });
  const [code]: unknown[] = await once(child, 'close');
  return typeof code === 'number' ? code : 1;
}

/** As {@link execute}, but rejects unless the exit code is 0. */
export async function mustExecute(command: string, args: readonly string[]): Promise<void> {
  const code = await execute(command, args);
  if (code !== 0) throw new Error(`"${[command, ...args].join(' ')}" ended with exit code ${code}; see above.`);
}
