import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const executable = `${root}bin/source-intercom`;

export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
  readonly signal: string | null;
}

export function start(command: readonly string[], options: SpawnOptions = {}): ChildProcess {
  const [file = '', ...args] = command;
  return spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
}

/** Reads all that the child prints until it has ended. */
export async function ending(child: ChildProcess): Promise<Outcome> {
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text;
    });
  }
  const [code, signal] = z.tuple([z.number().nullable(), z.string().nullable()]).parse(await once(child, 'close'));
  return { ...texts, code, signal };
}

/** The fake connector's `read` in the given scenario. */
export function fakeConnector(args: readonly string[]): readonly string[] {
  return [process.execPath, '--import', 'tsx', fileURLToPath(new URL('fake-connector.ts', import.meta.url)), ...args];
}

const PAYLOADS: Readonly<Record<string, string>> = {
  RECORD: 'record',
  STATE: 'state',
  LOG: 'log',
  TRACE: 'trace',
  SPEC: 'spec',
  CONNECTION_STATUS: 'connectionStatus',
  CATALOG: 'catalog',
};

const message = z.looseObject({
  type: z.string(),
  log: z.looseObject({ level: z.string(), message: z.string() }).optional(),
  trace: z.looseObject({ type: z.string(), error: z.looseObject({ message: z.string() }).optional() }).optional(),
  connectionStatus: z.looseObject({ status: z.string(), message: z.string().optional() }).optional(),
});

/** The messages on stdout. Throws where a line isn't a message of the protocol, whole and ended (R2, R3, R69). */
export function messagesOf({ stdout }: Outcome): readonly z.infer<typeof message>[] {
  if (stdout === '') return [];
  if (!stdout.endsWith('\n')) throw new Error('The last line is not ended.');
  return stdout
    .slice(0, -1)
    .split('\n')
    .map((line) => {
      const parsed = message.parse(JSON.parse(line));
      const payload = PAYLOADS[parsed.type];
      if (payload === undefined || !(payload in parsed))
        throw new Error(`Not a message of ours: ${line.slice(0, 200)}`);
      return parsed;
    });
}
