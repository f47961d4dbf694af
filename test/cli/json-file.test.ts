import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readJsonFile } from '../../src/cli/json-file.ts';
import { readStateFile } from '../../src/cli/state-file.ts';
import { ConnectorError } from '../../src/errors.ts';

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'json-file-'));
});
afterAll(() => rm(directory, { recursive: true }));

async function fileOf(content: string | Uint8Array): Promise<string> {
  const path = join(directory, 'input.txt');
  await writeFile(path, content);
  return path;
}

describe('readJsonFile', () => {
  it.each(['{"a":1}', '\uFEFF{"a":1}', ' \n{"a":1}\r\n'])('reads %j', async (content) => {
    expect(await readJsonFile('--config', await fileOf(content))).toEqual({ a: 1 });
  });

  it.each([
    ['broken JSON', '{"access_token": "s3cret",', /is not valid JSON at line 1, column 26\./],
    [
      'a missing comma',
      '{\n  "access_token": "s3cret"\n  "region": "us"\n}',
      /is not valid JSON at line 3, column 3\./,
    ],
    ['something else', 's3cret: yes', /is not valid JSON at line 1, column 1\./],
    ['a blank file', ' ', /is empty/],
    ['bytes', new Uint8Array([0xff, 0xfe, 0x00]), /is not text/],
  ])('R8, R35: refuses %s, naming option and path but not the content', async (_name, content, reason) => {
    const path = await fileOf(content);
    const failure: unknown = await readJsonFile('--config', path).catch((error: unknown) => error);
    expect(failure).toMatchObject({ failureType: 'config_error', message: expect.stringMatching(reason) });
    expect(String(failure)).toContain(`--config (${path})`);
    expect(String(failure)).not.toContain('s3cret');
  });

  it('R8: says what is wrong with a path', async () => {
    await expect(readJsonFile('--config', join(directory, 'none.json'))).rejects.toThrow(/does not exist/);
    await expect(readJsonFile('--config', directory)).rejects.toThrow(/is a directory/);
    await expect(readJsonFile('--config', '')).rejects.toThrow(ConnectorError);
    await expect(readJsonFile('--config', 'a\0b')).rejects.toThrow(ConnectorError);
  });

  it('property: any text is either JSON or a ConnectorError', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json()), async (text) => {
        try {
          await readStateFile('--state', await fileOf(text));
        } catch (error) {
          expect(error).toBeInstanceOf(ConnectorError);
        }
      }),
      { numRuns: 50 },
    );
  });
});
