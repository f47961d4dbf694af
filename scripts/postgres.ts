import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { execute, mustExecute } from './execute.ts';

const run = promisify(execFile);
/** Where Debian puts the programs of each version. */
const debianFolder = '/usr/lib/postgresql';

export interface Postgres {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** Stops the server and removes its data. */
  close(): Promise<void>;
}

/**
 * Starts a PostgreSQL server with a data directory of its own, on a free port of 127.0.0.1. The server refuses to run as
 * root; root starts it as Debian's user `postgres`.
 */
export async function startPostgres(): Promise<Postgres> {
  const programs = await installedPrograms();
  const port = await freePort();
  const password = randomBytes(12).toString('hex');
  const folder = (await asServer('mktemp', ['-d', '/tmp/source-intercom-postgres.XXXXXX'])).trim();
  const data = `${folder}/data`;
  await asServer('sh', ['-c', `umask 077 && printf %s "$1" > "$2"`, 'sh', password, `${folder}/password`]);
  await asServer(`${programs}/initdb`, [
    ...['--pgdata', data, '--username', 'postgres', '--encoding', 'UTF8', '--no-sync'],
    ...['--auth', 'scram-sha-256', '--pwfile', `${folder}/password`],
  ]);
  const settings = `-c listen_addresses=127.0.0.1 -c port=${port} -c unix_socket_directories=${folder} -c fsync=off`;
  const log = ['--log', `${folder}/server.log`];
  await asServer(`${programs}/pg_ctl`, ['start', '--wait', '--pgdata', data, ...log, '--options', settings]);
  return {
    ...{ host: '127.0.0.1', port, user: 'postgres', password, database: 'postgres' },
    async close() {
      await asServer(`${programs}/pg_ctl`, ['stop', '--mode', 'immediate', '--pgdata', data]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The folder of the newest version's programs; Debian's package is installed when there is none. */
async function installedPrograms(): Promise<string> {
  const found = await newestPrograms();
  if (found !== undefined) return found;
  const apt = (args: readonly string[]) =>
    mustExecute(isRoot() ? 'env' : 'sudo', [
      ...(isRoot() ? [] : ['env']),
      'DEBIAN_FRONTEND=noninteractive',
      'apt-get',
      ...args,
    ]);
  await apt(['update', '-q']);
  await apt(['install', '-qy', '--no-install-recommends', 'postgresql']);
  const installed = await newestPrograms();
  if (installed === undefined) throw new Error('PostgreSQL is not installed, and apt-get could not install it.');
  return installed;
}

async function newestPrograms(): Promise<string | undefined> {
  const versions = await readdir(debianFolder).catch(() => []);
  const ordered = versions.toSorted((one, other) => Number(other) - Number(one));
  for (const version of ordered) {
    const folder = `${debianFolder}/${version}/bin`;
    if ((await execute('test', ['-x', `${folder}/initdb`])) === 0) return folder;
  }
  return undefined;
}

/** Runs a program as the user whom the server belongs to, and resolves with what it printed. */
async function asServer(command: string, args: readonly string[]): Promise<string> {
  const user = isRoot() ? ['runuser', '-u', 'postgres', '--'] : [];
  const [program = '', ...rest] = [...user, command, ...args];
  const { stdout } = await run(program, rest, { cwd: '/' });
  return stdout;
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('There is no free port');
  return address.port;
}
