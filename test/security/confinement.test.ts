import { spawnSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { Command } from '../support/connector.ts';
import { InputFiles } from '../support/input-files.ts';
import { catalogOf } from '../support/inputs.ts';
import { buildProgram, ending, executable, root, start } from '../support/program.ts';
import { smallWorkspace, TOKEN } from '../support/workspaces.ts';

const hasPermissions = process.allowedNodeEnvironmentFlags.has('--permission');
const confined = [
  hasPermissions ? '--permission' : '--experimental-permission',
  '--allow-fs-read=*',
  '--disallow-code-generation-from-strings',
];
const hasStrace = spawnSync('strace', ['-V']).status === 0;

let sandbox: Sandbox;
let files: InputFiles;
let inputs: Readonly<Record<Command, readonly string[]>>;
beforeAll(async () => {
  buildProgram();
  sandbox = await smallWorkspace();
  files = await InputFiles.create();
  const config = ['--config', await files.write({ access_token: TOKEN })];
  const catalog = ['--catalog', await files.write(catalogOf(['tags', 'contacts', 'companies', 'tickets']))];
  inputs = { check: config, discover: config, read: [...config, ...catalog, '--debug'] };
});
afterAll(async () => {
  await sandbox.close();
  await files.remove();
});

describe.each<Command>(['check', 'discover', 'read'])('%s', (command) => {
  it('needs no right to write files, start processes or threads, or evaluate text as code', async () => {
    const ended = await run([process.execPath, '--no-warnings', ...confined, executable, command, ...inputs[command]]);
    expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
  });

  describe('unconfined', () => {
    let before: readonly string[];
    let ran: Awaited<ReturnType<typeof traced>>;
    beforeAll(async () => {
      before = await readdir(files.directory, { recursive: true });
      ran = await traced([executable, command, ...inputs[command]]);
      expect(ran.ended).toMatchObject({ exitCode: 0, stderr: '' });
    });

    it('leaves its directories as they are', async () => {
      expect(await readdir(files.directory, { recursive: true })).toEqual(before);
    });

    it.skipIf(!hasStrace)('opens no file for writing, starts no program, and connects to the sandbox only', () => {
      const { calls } = ran;
      const writes = calls.filter(
        (line) => /O_(WRONLY|RDWR|CREAT)|creat\(|mkdir|rename|unlink/.test(line) && !line.includes('/dev/'),
      );
      const hosts = calls.filter(
        (line) => line.includes('connect(') && !line.includes(`htons(${new URL(sandbox.url).port})`),
      );
      expect(calls.length).toBeGreaterThan(10);
      expect({ writes, hosts }).toEqual({ writes: [], hosts: [] });
      expect(calls.filter((line) => line.includes('execve(') && !line.includes('= -1'))).toHaveLength(1);
    });
  });
});

it('the source neither starts processes nor evaluates text', async () => {
  const names = (await readdir(join(root, 'src'), { recursive: true })).filter((name) => name.endsWith('.ts'));
  for (const name of names) {
    const text = await readFile(join(root, 'src', name), 'utf8');
    expect(text, name).not.toMatch(
      /child_process|worker_threads|node:vm|\beval\(|new Function|writeFile|createWriteStream/,
    );
  }
});

/** Runs the command under strace, where there is one, and tells the system calls that reach beyond the process. */
async function traced(command: readonly string[]) {
  if (!hasStrace) return { ended: await run(command), calls: [] };
  const logs = await InputFiles.create();
  const log = join(logs.directory, 'strace');
  const watched = 'trace=open,openat,creat,mkdir,mkdirat,rename,unlink,unlinkat,execve,connect';
  const ended = await run(['strace', '-f', '-qq', '-o', log, '-e', watched, process.execPath, ...command]);
  const calls = (await readFile(log, 'utf8')).split('\n');
  await logs.remove();
  return { ended, calls };
}

/** With all directories that programs write to set to the one of the inputs. */
function run(command: readonly string[]) {
  const { PATH } = process.env;
  const { directory } = files;
  const env = { PATH, HOME: directory, TMPDIR: directory, XDG_CACHE_HOME: directory, INTERCOM_API_URL: sandbox.url };
  return ending(start(command, { cwd: directory, env }));
}
