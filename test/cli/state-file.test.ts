import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseState } from '../../src/airbyte/state.ts';
import { readStateFile } from '../../src/cli/state-file.ts';

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'state-file-'));
});
afterAll(() => rm(directory, { recursive: true }));

async function fileOf(content: string): Promise<string> {
  const path = join(directory, 'state.txt');
  await writeFile(path, content);
  return path;
}

const statesIn = async (content: string) =>
  Object.fromEntries(parseState(await readStateFile('--state', await fileOf(content))));

const state = (name: string, at: number) =>
  JSON.stringify({
    type: 'STATE',
    state: { type: 'STREAM', stream: { stream_descriptor: { name }, stream_state: { updated_at: at } } },
  });
const record = JSON.stringify({ type: 'RECORD', record: { stream: 'tags', data: { id: '1', state: { a: 1 } } } });
const log = JSON.stringify({ type: 'LOG', log: { level: 'INFO', message: 'hello' } });

it('takes the STATE lines of a read, the last of each stream', async () => {
  const lines = [state('tags', 1), state('teams', 1), state('tags', 2)].join('\n');
  expect(await statesIn(`${lines}\n`)).toEqual({ tags: { updated_at: 2 }, teams: { updated_at: 1 } });
});

it('takes the whole output of a read', async () => {
  const lines = [log, record, state('tags', 1), record, state('tags', 2), log].join('\n');
  expect(await statesIn(`${lines}\n`)).toEqual({ tags: { updated_at: 2 } });
  expect(await statesIn(`${[record, log, record].join('\n')}\n`)).toEqual({});
});

it('takes an output of more than 16 MB', async () => {
  const path = await fileOf(`${log}\n`);
  const records = `${JSON.stringify({ type: 'RECORD', record: { data: { id: 'x'.repeat(100_000) } } })}\n`.repeat(170);
  await appendFile(path, `${records}${state('tags', 3)}\n`);
  expect(parseState(await readStateFile('--state', path))).toEqual(new Map([['tags', { updated_at: 3 }]]));
});

it('takes the outputs of two reads one after the other', async () => {
  const first = `${log}\n${state('tags', 1)}\n${state('teams', 1)}\n`;
  expect(await statesIn(`${first}${log}\n${state('tags', 2)}\n`)).toEqual({
    tags: { updated_at: 2 },
    teams: { updated_at: 1 },
  });
});

it('leaves out a last line that is cut off, and refuses any other line that is no JSON', async () => {
  const whole = `${log}\n${state('tags', 1)}\n`;
  expect(await statesIn(`${whole}${state('tags', 2).slice(0, 60)}`)).toEqual({ tags: { updated_at: 1 } });
  await expect(statesIn(`${whole}{"b":}\n`)).rejects.toThrow('at line 3, column 6');
  await expect(statesIn(`${log}\n{"b":}\n${state('tags', 1)}\n`)).rejects.toThrow('at line 2, column 6');
});

it('takes one JSON value, indented or not, and nothing for a blank file', async () => {
  const list = [JSON.parse(state('tags', 1))];
  expect(await statesIn(JSON.stringify(list))).toEqual({ tags: { updated_at: 1 } });
  expect(await statesIn(JSON.stringify(list, null, 2))).toEqual({ tags: { updated_at: 1 } });
  expect(await statesIn(state('tags', 1))).toEqual({ tags: { updated_at: 1 } });
  expect(await readStateFile('--state', await fileOf('[\n {"a":1},\n {"b":2}\n]'))).toEqual([{ a: 1 }, { b: 2 }]);
  for (const blank of ['', ' \n', '\uFEFF']) expect(await readStateFile('--state', await fileOf(blank))).toBeNull();
});
