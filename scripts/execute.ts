import { spawnSync } from 'node:child_process';

/** Runs a program to its end and returns its stdout where that is piped. Throws unless it ends well. */
export function execute(command: string, args: readonly string[], stdout: 'inherit' | 'pipe' = 'inherit'): string {
  const result = spawnSync(command, args, { stdio: ['ignore', stdout, 'inherit'], encoding: 'utf8' });
  if (result.error) throw new Error(`${command} could not be started: ${result.error.message}`);
  if (result.status !== 0) throw new Error(`"${[command, ...args].join(' ')}" ended with exit code ${result.status}`);
  return result.stdout ?? '';
}
