import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ending, executable, type Outcome, start } from '../../cli/child-process.ts';
import { catalogOf, configOf, type ReadInputs } from './inputs.ts';

export interface ProgramOptions extends ReadInputs {
  /** How much faster than ours the program's time passes; see {@link startFastSandbox}. Default 1. */
  readonly speed?: Speed;
  /** Told of the process as soon as it has been started. */
  readonly onStart?: (child: ChildProcess) => void;
}

export interface Speed {
  readonly factor: number;
  readonly epochMs: number;
}

/** The clock, in Unix seconds, of a process that runs at this speed. */
export function clockOf({ factor, epochMs }: Speed): () => number {
  return () => (epochMs + (Date.now() - epochMs) * factor) / 1000;
}

/** Runs `read` by the built program to its end, whatever that is. */
export async function readByProgram(options: ProgramOptions): Promise<Outcome> {
  const directory = await mkdtemp(join(tmpdir(), 'reliability-'));
  const write = async (name: string, content: unknown) => {
    await writeFile(join(directory, name), JSON.stringify(content));
    return join(directory, name);
  };
  try {
    const args = [
      ...['read', '--config', await write('config.json', configOf(options))],
      ...['--catalog', await write('catalog.json', catalogOf(options))],
      ...(options.state ? ['--state', await write('state.json', options.state)] : []),
    ];
    const child = start([executable, ...args], { env: environment(options) });
    const ended = ending(child);
    options.onStart?.(child);
    return await ended;
  } finally {
    await rm(directory, { recursive: true });
  }
}

function environment({ sandbox, speed }: ProgramOptions): NodeJS.ProcessEnv {
  const url = { ...process.env, INTERCOM_API_URL: sandbox.url };
  if (speed === undefined) return url;
  const module = new URL('fast-time.mjs', import.meta.url).href;
  return { ...url, NODE_OPTIONS: `--import=${module}`, FAST_TIME: `${speed.factor}@${speed.epochMs}` };
}
