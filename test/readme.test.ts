import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { configForm } from '../src/config/config-form.ts';
import { buildProgram, ending, executable, root, start } from './support/program.ts';

const hasJq = spawnSync('jq', ['--version']).status === 0;
const page = await readFile(join(root, 'README.md'), 'utf8');

let sandbox: Sandbox;
let folder = '';
beforeAll(async () => {
  buildProgram();
  sandbox = await startSandbox({ sizes: { contacts: 60, companies: 10, conversations: 20, tickets: 10 } });
  folder = await mkdtemp(join(tmpdir(), 'readme-'));
  await mkdir(join(folder, 'bin'));
  await symlink(executable, join(folder, 'bin', 'source-intercom'));
});
afterAll(async () => {
  await sandbox.close();
  await rm(folder, { recursive: true });
});

/** The commands of the part about the terminal, except for those that install. */
function commands(): string {
  const part = page.slice(page.indexOf('### From a terminal'), page.indexOf('### Into a database\n'));
  const blocks = [...part.matchAll(/^( *)```sh\n([\s\S]*?)^ *```/gm)].map(([, indent = '', code = '']) =>
    code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  );
  return blocks.filter((code) => !/docker build|npm ci/.test(code)).join('');
}

it.skipIf(!hasJq)(
  'the commands of README.md work as they stand there, one after the other',
  async () => {
    const script = commands().replace('"…"', JSON.stringify(sandbox.token));
    expect(script.match(/source-intercom (check|catalog|read) /g)?.length).toBeGreaterThanOrEqual(7);
    const ended = await ending(
      start(['bash', '-c', `set -eo pipefail\n${script.replaceAll(/^(grep .*)$/gm, '$1 || true')}`], {
        cwd: folder,
        env: {
          ...process.env,
          PATH: [join(folder, 'bin'), process.env.PATH].join(delimiter),
          INTERCOM_API_URL: sandbox.url,
        },
      }),
    );
    expect(ended).toMatchObject({ stderr: '' });

    const contacts = (await readFile(join(folder, 'secrets', 'contacts.jsonl'), 'utf8')).trim().split('\n');
    const startDate = Date.parse('2026-01-01') / 1_000;
    const wanted = [...sandbox.truth('contacts')].filter(({ updated_at: at }) => Number(at) >= startDate);
    expect(contacts.map((line) => JSON.parse(line).id).sort()).toEqual(wanted.map(({ id }) => id).sort());
    expect(contacts.length).toBeGreaterThan(0);

    const rows = async (name: string) =>
      (await readFile(join(folder, 'secrets', name), 'utf8'))
        .split('\n')
        .filter((line) => line.includes('"stream":"contacts"'));
    expect((await rows('third.jsonl')).filter((line) => line.startsWith('{"type":"RECORD"'))).toEqual([]);
  },
  300_000,
);

it('README.md names every field of the configuration, and its default', () => {
  const shown = Object.entries(configForm.shape).filter(([, field]) => field.meta()?.airbyte_hidden !== true);
  const rows = [...page.matchAll(/^\| `([a-z_]+)` \| (?:`?([^|`]*?)`? )?\|/gm)].map(([, name, byDefault]) => [
    name,
    byDefault,
  ]);
  expect(rows.map(([name]) => name).sort()).toEqual(shown.map(([name]) => name).sort());
  const defaults = configForm.parse({ access_token: 'x' });
  for (const name of [
    'region',
    'lookback_window',
    'activity_logs_time_step',
    'rate_limit_share',
    'message_bodies',
  ] as const) {
    expect(rows).toContainEqual([name, String(defaults[name])]);
  }
});

it('README.md shows an example of examples/ as it is', async () => {
  const example = await readFile(join(root, 'examples/to_duckdb.py'), 'utf8');
  expect(page).toContain(example.slice(example.indexOf('import os')));
});

it('the formats of a start date in README.md are those that it takes', () => {
  expect(page).toContain('`2026-01-31`');
  expect(page).toContain('`2026-01-31T00:00:00Z`');
});
