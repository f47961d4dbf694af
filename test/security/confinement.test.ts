import { spawnSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { buildProgram } from '../cli/built-program.ts';
import { ending, executable, root, start } from '../cli/child-process.ts';
import { InputFiles } from '../input/support/connector.ts';
import { smallWorkspace, TOKEN } from '../input/support/workspace.ts';

const hasPermissions = process.allowedNodeEnvironmentFlags.has('--permission');
const confined = [
  hasPermissions ? '--permission' : '--experimental-permission',
  '--allow-fs-read=*',
  '--disallow-code-generation-from-strings',
];
const hasStrace = spawnSync('strace', ['-V']).status === 0;

let sandbox: Sandbox;
let files: InputFiles;
let inputs: Readonly<Record<'check' | 'discover' | 'read', readonly string[]>>;
beforeAll(async () => {
  buildProgram();
  sandbox = await smallWorkspace();
  files = await InputFiles.create();
  const config = ['--config', await files.write(JSON.stringify({ access_token: TOKEN }))];
  const streams = ['tags', 'contacts', 'companies', 'tickets'].map((name) => ({
    stream: { name },
    sync_mode: 'full_refresh',
  }));
  const catalog = ['--catalog', await files.write(JSON.stringify({ streams }))];
  inputs = { check: config, discover: config, read: [...config, ...catalog, '--debug'] };
});
afterAll(async () => {
  await sandbox.close();
  await files.remove();
});

describe.each(['check', 'discover', 'read'] as const)('%s', (command) => {
  it('needs no right to write files, start processes or threads, or evaluate text as code', async () => {
    const ended = await run([process.execPath, '--no-warnings', ...confined, executable, command, ...inputs[command]]);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
  });

  it('leaves its directories as they are', async () => {
    const before = await readdir(files.directory, { recursive: true });
    expect(await run([executable, command, ...inputs[command]])).toMatchObject({ code: 0, stderr: '' });
    expect(await readdir(files.directory, { recursive: true })).toEqual(before);
  });

  it.skipIf(!hasStrace)('opens no file for writing, starts no program, and connects to the sandbox only', async () => {
    const log = join(files.directory, `strace-${command}`);
    const calls = 'trace=open,openat,creat,mkdir,mkdirat,rename,unlink,unlinkat,execve,connect';
    await run([
      'strace',
      '-f',
      '-qq',
      '-o',
      log,
      '-e',
      calls,
      process.execPath,
      executable,
      command,
      ...inputs[command],
    ]);
    const lines = (await readFile(log, 'utf8')).split('\n');
    const writes = lines.filter(
      (line) => /O_(WRONLY|RDWR|CREAT)|creat\(|mkdir|rename|unlink/.test(line) && !line.includes('/dev/'),
    );
    const hosts = lines.filter(
      (line) => line.includes('connect(') && !line.includes(`htons(${new URL(sandbox.url).port})`),
    );
    expect(lines.length).toBeGreaterThan(10);
    expect({ writes, hosts }).toEqual({ writes: [], hosts: [] });
    expect(lines.filter((line) => line.includes('execve(') && !line.includes('= -1'))).toHaveLength(1);
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

/** With all directories that programs write to set to the one of the inputs. */
function run(command: readonly string[]) {
  const { PATH } = process.env;
  const { directory } = files;
  const env = { PATH, HOME: directory, TMPDIR: directory, XDG_CACHE_HOME: directory, INTERCOM_API_URL: sandbox.url };
  return ending(start(command, { cwd: directory, env }));
}
