import { spawn } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const streamSchema = z.looseObject({
  name: z.string(),
  supported_sync_modes: z.array(z.enum(['full_refresh', 'incremental'])),
  source_defined_primary_key: z.array(z.array(z.string())).default([]),
  default_cursor_field: z.array(z.string()).optional(),
});

const messageSchema = z.discriminatedUnion('type', [
  z.looseObject({
    type: z.literal('RECORD'),
    record: z.object({ stream: z.string(), data: z.record(z.string(), z.unknown()) }),
  }),
  z.looseObject({
    type: z.literal('STATE'),
    state: z.looseObject({ stream: z.looseObject({ stream_descriptor: z.looseObject({ name: z.string() }) }) }),
  }),
  z.looseObject({ type: z.literal('LOG'), log: z.looseObject({ level: z.string(), message: z.string() }) }),
  z.looseObject({ type: z.literal('TRACE'), trace: z.looseObject({ type: z.string(), emitted_at: z.number() }) }),
  z.looseObject({ type: z.literal('CONNECTION_STATUS'), connectionStatus: z.looseObject({ status: z.string() }) }),
  z.looseObject({ type: z.literal('CATALOG'), catalog: z.looseObject({ streams: z.array(streamSchema) }) }),
  z.looseObject({ type: z.literal('SPEC'), spec: z.looseObject({}) }),
]);

export type Message = z.infer<typeof messageSchema>;
export type CatalogStream = z.infer<typeof streamSchema>;

/** How to start the connector: the local executable, or the image. */
export interface Launcher {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** The image, started as Airbyte starts it: as user 1000 without capabilities, `folder` as `/data`, on the host's network. */
export function containerConnector(image: string, apiUrl: string, folder: string): Launcher {
  const rights = ['--user', '1000:1000', '--read-only', '--tmpfs', '/tmp', '--cap-drop', 'ALL'];
  const confined = [...rights, '--security-opt', 'no-new-privileges', '-w', '/source', '-e', 'HOME=/nonexistent'];
  const sandbox = ['--network=host', '-e', `INTERCOM_API_URL=${apiUrl}`, '-v', `${folder}:/data:ro`];
  return { command: ['docker', 'run', '--rm', ...confined, ...sandbox, image], env: {} };
}

/** The executable in `bin/`, talking to the API at `apiUrl`. */
export function localConnector(apiUrl: string): Launcher {
  const executable = fileURLToPath(new URL('../bin/source-intercom', import.meta.url));
  return { command: [executable], env: { INTERCOM_API_URL: apiUrl } };
}

/** Runs one command to its end, with stdout written to `file` and stderr passed on. Rejects unless it exits with 0. */
export async function run(launcher: Launcher, args: readonly string[], file: string): Promise<void> {
  const [command = '', ...first] = launcher.command;
  const child = spawn(command, [...first, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...launcher.env },
  });
  const exit = new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  const [code] = await Promise.all([exit, pipeline(child.stdout, createWriteStream(file))]);
  if (code !== 0) throw new Error(`"source-intercom ${args.join(' ')}" ended with exit code ${code}; see ${file}`);
}

/** The messages in `file`, one per line; throws at the first line that is none. */
export async function* messagesOf(file: string): AsyncGenerator<Message> {
  for await (const line of createInterface({ input: createReadStream(file) })) {
    yield messageSchema.parse(JSON.parse(line));
  }
}

/** The streams of the CATALOG message in `file`. */
export async function catalogOf(file: string): Promise<CatalogStream[]> {
  for await (const message of messagesOf(file)) if (message.type === 'CATALOG') return message.catalog.streams;
  throw new Error(`There is no catalog in ${file}`);
}
