import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { z } from 'zod';
import { toErrorTrace } from '../../../src/airbyte/error-trace.ts';
import { MessageWriter } from '../../../src/airbyte/message-writer.ts';
import { SecretMask } from '../../../src/airbyte/secret-mask.ts';
import { parseCommandLine } from '../../../src/cli/command-line.ts';
import { runCommand } from '../../../src/cli/run-command.ts';
import { source } from '../../../src/commands/source.ts';
import { ending, executable, start } from '../../cli/child-process.ts';

/** How one command ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly tookMs: number;
}

/** Runs a command line to its end. `apiUrl` is what `INTERCOM_API_URL` holds. */
export type Connector = (argv: readonly string[], apiUrl: string) => Promise<Ended>;

/** The commands in this process, errors reported as `runConnector` does it. */
export const inProcess: Connector = async (argv, apiUrl) => {
  const startedMs = performance.now();
  const output = new PassThrough({ encoding: 'utf8' });
  const chunks: string[] = [];
  output.on('data', (chunk: string) => chunks.push(chunk));
  const mask = new SecretMask();
  const writer = new MessageWriter(output, mask);
  const code = await runIn({ argv, apiUrl, writer, mask });
  await writer.flush();
  return { code, stdout: chunks.join(''), stderr: '', tookMs: performance.now() - startedMs };
};

/** The built program as a process of its own, killed after `limitMs`: the code is then null. */
export function asProcess(limitMs: number, options: Parameters<typeof start>[1] = {}): Connector {
  return async (argv, apiUrl) => {
    const startedMs = performance.now();
    const env = { ...process.env, INTERCOM_API_URL: apiUrl, ...options.env };
    const child = start([executable, ...argv], { ...options, env });
    const timer = setTimeout(() => child.kill('SIGKILL'), limitMs);
    const { code, stdout, stderr } = await ending(child);
    clearTimeout(timer);
    return { code, stdout, stderr, tookMs: performance.now() - startedMs };
  };
}

/** Input files of a test, in a directory that goes with it. */
export class InputFiles {
  readonly directory: string;
  #count = 0;

  private constructor(directory: string) {
    this.directory = directory;
  }

  static async create(): Promise<InputFiles> {
    return new InputFiles(await mkdtemp(join(tmpdir(), 'input-')));
  }

  async write(content: string | Uint8Array): Promise<string> {
    this.#count += 1;
    const path = join(this.directory, `${this.#count}.json`);
    await writeFile(path, content);
    return path;
  }

  remove(): Promise<void> {
    return rm(this.directory, { recursive: true });
  }
}

const catalogStream = z.looseObject({
  name: z.string(),
  supported_sync_modes: z.array(z.enum(['full_refresh', 'incremental'])),
  source_defined_primary_key: z.array(z.array(z.string())),
  default_cursor_field: z.array(z.string()).optional(),
});

const message = z.looseObject({
  type: z.enum(['RECORD', 'STATE', 'LOG', 'TRACE', 'CONNECTION_STATUS', 'CATALOG', 'SPEC']),
  record: z.looseObject({ stream: z.string(), data: z.record(z.string(), z.unknown()) }).optional(),
  state: z.looseObject({ stream: z.looseObject({ stream_state: z.record(z.string(), z.unknown()) }) }).optional(),
  log: z.looseObject({ level: z.string(), message: z.string() }).optional(),
  catalog: z.looseObject({ streams: z.array(catalogStream) }).optional(),
  connectionStatus: z.looseObject({ status: z.string(), message: z.string().optional() }).optional(),
  trace: z
    .looseObject({
      stream_status: z
        .looseObject({ status: z.string(), stream_descriptor: z.looseObject({ name: z.string() }) })
        .optional(),
      error: z
        .looseObject({
          message: z.string(),
          failure_type: z.enum(['config_error', 'transient_error', 'system_error']),
          internal_message: z.string().optional(),
          stream_descriptor: z.looseObject({ name: z.string() }).optional(),
        })
        .optional(),
    })
    .optional(),
});

export type Message = z.infer<typeof message>;

/** The messages on stdout; throws where a line is none. */
export function messagesOf({ stdout }: Pick<Ended, 'stdout'>): readonly Message[] {
  if (stdout === '') return [];
  if (!stdout.endsWith('\n')) throw new Error('The last line is not ended.');
  const lines = stdout.slice(0, -1).split('\n');
  return lines.map((line) => message.parse(JSON.parse(line)));
}

export function errorsOf(ended: Pick<Ended, 'stdout'>) {
  return messagesOf(ended).flatMap(({ trace }) => trace?.error ?? []);
}

/** The last status of each stream. */
export function statusesOf(ended: Pick<Ended, 'stdout'>): Readonly<Record<string, string>> {
  const statuses = messagesOf(ended).flatMap(({ trace }) => trace?.stream_status ?? []);
  return Object.fromEntries(statuses.map(({ stream_descriptor, status }) => [stream_descriptor.name, status]));
}

async function runIn(given: {
  readonly argv: readonly string[];
  readonly apiUrl: string;
  readonly writer: MessageWriter;
  readonly mask: SecretMask;
}): Promise<number> {
  const { argv, apiUrl, writer, mask } = given;
  try {
    const commandLine = await parseCommandLine(argv);
    if (commandLine.command === 'spec') throw new Error('spec takes no input');
    const signal = new AbortController().signal;
    const { isDebug } = commandLine;
    const environment = { writer, mask, signal, apiUrl, isDebug, now: Date.now };
    return await runCommand(
      commandLine,
      { ...environment, stderr: new PassThrough(), isWatched: false },
      async () => source,
    );
  } catch (error) {
    await writer.write(toErrorTrace(error, Date.now()));
    return 1;
  }
}
