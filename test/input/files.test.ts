import { spawnSync } from 'node:child_process';
import { chmod, mkdir, symlink, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Launcher } from '../support/connector.ts';
import { inProcess } from '../support/in-process.ts';
import { InputFiles } from '../support/input-files.ts';
import { buildProgram, program } from '../support/program.ts';
import { faultsOf } from '../support/verdict.ts';
import { useVirtualTime } from '../support/virtual-time.ts';
import { TOKEN } from '../support/workspaces.ts';

useVirtualTime();

/** Nobody listens there: none of these inputs may lead to a call. */
const apiUrl = 'http://127.0.0.1:9';
const CONFIG = JSON.stringify({ access_token: TOKEN });
const CATALOG = '{"streams":[]}';

let files: InputFiles;
let others: Readonly<Record<string, string>>;
beforeAll(async () => {
  buildProgram();
  files = await InputFiles.create();
  await chmod(files.directory, 0o755);
  others = { '--config': await files.write(CONFIG), '--catalog': await files.write(CATALOG) };
});
afterAll(() => files.remove());

const utf16 = (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le');

const oddPaths: readonly (readonly [string, (path: string) => unknown, RegExp])[] = [
  ['is missing', () => undefined, /does not exist/],
  ['is a directory', (path) => mkdir(path), /is a directory/],
  ['is a pipe without a writer', (path) => spawnSync('mkfifo', [path]), /pipe/],
  ['is a device', (path) => symlink('/dev/zero', path), /neither a file nor a pipe/],
  ['is a link to itself', (path) => symlink(path, path), /could not be read/],
  ['is larger than any input', (path) => sparse(path, 17 * 1024 * 1024), /larger than 16 MB/],
  ['is larger than any text', (path) => sparse(path, 3 * 1024 ** 3), /larger than 16 MB/],
];

describe.each(['--config', '--catalog', '--state'])('a file given as %s', (option) => {
  it.each(oddPaths)('R8, R35: that %s is a config_error', async (_name, make, reason) => {
    await expectRefusal(option, await oddPath(make), reason);
  });

  it.each<[string, string | Uint8Array, RegExp]>([
    ['UTF-16', utf16(CONFIG), /UTF-8/],
    ['UTF-16, the other way round', utf16(CONFIG).swap16(), /UTF-8/],
    ['UTF-16 without a mark', utf16(CONFIG).subarray(2), /not valid JSON/],
    ['binary', Uint8Array.from({ length: 1_000 }, (_, index) => (index * 7) % 256), /UTF-8/],
    ['NUL bytes', Buffer.alloc(1_000), /not valid JSON/],
    ['NaN', '{"access_token":NaN}', /not valid JSON/],
    ['cut off', `{"access_token":"${TOKEN}`, /not valid JSON/],
    ['two objects', `${CONFIG}${CONFIG}`, /not valid JSON/],
    ['nested without end', '['.repeat(5_000_000), /not valid JSON/],
    ['a number', '5', /config: |catalog: |is a number/],
  ])('R8, R35: that is %s is a config_error', async (_name, content, reason) => {
    await expectRefusal(option, await files.write(content), reason);
  });

  it('R31: that is the JSON itself is not quoted', async () => {
    await expectRefusal(option, CONFIG, /takes the path of a file/);
  });
});

describe.concurrent('the program itself', () => {
  it.each(oddPaths)('R8: ends by itself when its state %s', async (_name, make, reason) => {
    await expectRefusal('--state', await oddPath(make), reason, program());
  });

  it.skipIf(process.getuid?.() !== 0)('R8: says so when its configuration may not be read', async () => {
    const path = await files.write(CONFIG);
    await chmod(path, 0o000);
    await expectRefusal('--config', path, /may not be read/, program({ uid: 65_534, gid: 65_534 }));
  });
});

async function oddPath(make: (path: string) => unknown): Promise<string> {
  const path = join(files.directory, `odd-${Math.random()}`);
  await make(path);
  return path;
}

async function expectRefusal(option: string, path: string, reason: RegExp, launcher: Launcher = inProcess()) {
  const argv = ['read', ...Object.entries({ ...others, [option]: path }).flat()];
  const outcome = await launcher({ argv, apiUrl, directory: files.directory });
  expect(faultsOf(outcome)).toEqual([]);
  expect(outcome.exitCode).toBe(1);
  expect(outcome.messages).toHaveLength(1);
  expect(outcome.errors).toEqual([
    expect.objectContaining({ failure_type: 'config_error', message: expect.stringMatching(reason) }),
  ]);
}

async function sparse(path: string, bytes: number): Promise<void> {
  spawnSync('touch', [path]);
  await truncate(path, bytes);
}
