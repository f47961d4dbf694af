import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { CallReport } from '../servers/call-report.ts';
import type { PlainOptions } from '../servers/plain.ts';
import type { WorkspaceOptions } from '../servers/workspace.ts';

export interface ServerProcess {
  readonly url: string;
  close(): void;
}

export interface WorkspaceServer extends ServerProcess {
  /** All calls so far. */
  calls(): Promise<CallReport>;
}

/** A sandbox workspace in a process of its own. */
export async function workspaceServer(options: WorkspaceOptions): Promise<WorkspaceServer> {
  const { child, url } = await start('workspace.ts', options);
  return { url, calls: () => ask<CallReport>(child, 'calls'), close: () => child.kill() };
}

export interface PlainServer extends ServerProcess {
  /** How many calls there were. */
  calls(): Promise<number>;
}

/** A server of rows rendered beforehand, in a process of its own. */
export async function plainServer(options: PlainOptions): Promise<PlainServer> {
  const { child, url } = await start('plain.ts', options);
  return { url, calls: () => ask<number>(child, 'calls'), close: () => child.kill() };
}

async function start(file: string, options: object): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const program = fileURLToPath(new URL(`../servers/${file}`, import.meta.url));
  const child = fork(program, [JSON.stringify(options)], { execArgv: ['--import', 'tsx'] });
  running.add(child);
  child.once('close', () => running.delete(child));
  const [url] = await Promise.race([
    once(child, 'message'),
    once(child, 'close').then(() => Promise.reject(new Error(`bench/servers/${file} did not start`))),
  ]);
  return { child, url };
}

async function ask<T>(child: ChildProcess, question: string): Promise<T> {
  const answer = once(child, 'message');
  child.send(question);
  const [message] = await answer;
  return message;
}

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});
