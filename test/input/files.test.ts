import { spawnSync } from 'node:child_process';
import { chmod, mkdir, symlink, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildProgram } from '../cli/built-program.ts';
import { asProcess, errorsOf, InputFiles, inProcess, messagesOf } from './support/connector.ts';
import { faultsOf } from './support/verdict.ts';
import { TOKEN } from './support/workspace.ts';

/** Nobody listens there: none of these inputs may lead to a call. */
const API_URL = 'http://127.0.0.1:9';
const CONFIG = JSON.stringify({ access_token: TOKEN });
const CATALOG = '{"streams":[]}';
const program = asProcess(30_000);
const nobody = asProcess(30_000, { uid: 65_534, gid: 65_534 });

let files: InputFiles;
beforeAll(async () => {
  buildProgram();
  files = await InputFiles.create();
});
afterAll(() => files.remove());

const utf16 = (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le');

describe.each(['--config', '--catalog', '--state'])('a file given as %s', (option) => {
  it.each<[string, (path: string) => unknown, RegExp]>([
    ['is missing', () => undefined, /does not exist/],
    ['is a directory', (path) => mkdir(path), /is a directory/],
    ['is a pipe without a writer', (path) => spawnSync('mkfifo', [path]), /pipe/],
    ['is a device', (path) => symlink('/dev/zero', path), /neither a file nor a pipe/],
    ['is a link to itself', (path) => symlink(path, path), /could not be read/],
    ['is larger than any input', (path) => sparse(path, 17 * 1024 * 1024), /larger than 16 MB/],
    ['is larger than any text', (path) => sparse(path, 3 * 1024 ** 3), /larger than 16 MB/],
  ])('R8, R35: that %s is a config_error', async (_name, make, reason) => {
    const path = join(files.directory, `odd-${Math.random()}`);
    await make(path);
    await expectRefusal(path, reason, program);
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
    await expectRefusal(await files.write(content), reason);
  });

  it.skipIf(process.getuid?.() !== 0)('R8: that may not be read is a config_error', async () => {
    const path = await files.write(CONFIG);
    await chmod(path, 0o000);
    await chmod(files.directory, 0o755);
    await expectRefusal(path, /may not be read/, nobody);
  });

  it('R31: that is the JSON itself is not quoted', async () => {
    await expectRefusal(CONFIG, /takes the path of a file/);
  });

  async function expectRefusal(path: string, reason: RegExp, connector = inProcess): Promise<void> {
    const others = { '--config': await files.write(CONFIG), '--catalog': await files.write(CATALOG) };
    for (const file of Object.values(others)) await chmod(file, 0o444);
    const argv = Object.entries({ ...others, [option]: path }).flat();
    const ended = await connector(['read', ...argv], API_URL);
    expect(faultsOf(ended)).toEqual([]);
    expect(ended.code).toBe(1);
    expect(messagesOf(ended)).toHaveLength(1);
    const [error] = errorsOf(ended);
    expect(error).toMatchObject({ failure_type: 'config_error', message: expect.stringMatching(reason) });
  }
});

async function sparse(path: string, bytes: number): Promise<void> {
  spawnSync('touch', [path]);
  await truncate(path, bytes);
}
