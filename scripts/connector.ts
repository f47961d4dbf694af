import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import type { CatalogStream } from './lib/messages.ts';
import { Printed } from './lib/printed.ts';

/** How to start the connector: the local executable, or the image. */
export interface Launcher {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** The executable in `bin/`, talking to the API at `apiUrl`. */
export function localConnector(apiUrl: string): Launcher {
  const executable = fileURLToPath(new URL('../bin/source-intercom', import.meta.url));
  return { command: [executable], env: { INTERCOM_API_URL: apiUrl } };
}

/** The image, started as Airbyte starts it, on the host's network and with `folder` as `/data`. */
export function containerConnector(image: string, apiUrl: string, folder: string): Launcher {
  const sandbox = ['--network=host', '-e', `INTERCOM_API_URL=${apiUrl}`, '-v', `${folder}:/data:ro`];
  return { command: ['docker', 'run', '--rm', ...confinement, ...sandbox, image], env: {} };
}

/** Airbyte runs a connector as user 1000 without capabilities, in a directory of its own and without a home. */
export const confinement: readonly string[] = [
  ...['--user', '1000:1000', '--read-only', '--tmpfs', '/tmp', '--cap-drop', 'ALL'],
  ...['--security-opt', 'no-new-privileges', '-w', '/source', '-e', 'HOME=/nonexistent'],
];

/** Runs one command to its end, with stdout written to `file` and stderr passed on. Rejects unless it exits with 0. */
export async function run(launcher: Launcher, args: readonly string[], file: string): Promise<Printed> {
  const [command = '', ...first] = launcher.command;
  const child = spawn(command, [...first, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...launcher.env },
  });
  const exit = new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  const [code] = await Promise.all([exit, pipeline(child.stdout, createWriteStream(file))]);
  if (code !== 0) throw new Error(`"source-intercom ${args.join(' ')}" ended with exit code ${code}; see ${file}`);
  return new Printed(await readFile(file, 'utf8'));
}

/** Runs `discover` and resolves with the streams of its catalog. Rejects when there are none. */
export async function discover(launcher: Launcher, config: string, file: string): Promise<readonly CatalogStream[]> {
  const { catalog } = await run(launcher, ['discover', '--config', config], file);
  if (catalog.length === 0) throw new Error(`There is no catalog in ${file}`);
  return catalog;
}
