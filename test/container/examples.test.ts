import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { buildImage } from '../../scripts/image.ts';
import { ending, root, start } from '../support/program.ts';

let sandbox: Sandbox;
let folder = '';
beforeAll(async () => {
  await buildImage();
  sandbox = await startSandbox({
    sizes: { contacts: 30, companies: 10, conversations: 20, tickets: 10, activity_logs: 20 },
  });
  folder = await mkdtemp(join(tmpdir(), 'readme-docker-'));
  await mkdir(join(folder, 'secrets'));
}, 600_000);
afterAll(async () => {
  await sandbox.close();
  await rm(folder, { recursive: true });
});

it('the commands of README.md bring everything into DuckDB with nothing but Docker', async () => {
  const page = await readFile(join(root, 'README.md'), 'utf8');
  const [, block = ''] = page.match(/```sh\n(export INTERCOM_ACCESS_TOKEN=[\s\S]*?)```/) ?? [];
  const script = block
    .replace('…', sandbox.token)
    .replace('docker build', 'docker build --quiet --network=host')
    .replace(' examples ', ` ${join(root, 'examples')} `)
    .replaceAll('docker run', `docker run --network=host -e INTERCOM_API_URL=${sandbox.url}`);
  const ended = await ending(start(['bash', '-c', `set -e\n${script}`], { cwd: folder, env: process.env }));
  expect(ended.exitCode, ended.stderr).toBe(0);
  const ids = [...ended.stdout.matchAll(/^│ ([0-9a-f]{24}) /gm)].map(([, id]) => id);
  const wanted = [...sandbox.truth('contacts')].map(({ id }) => String(id));
  expect(ids).toEqual(wanted.toSorted().slice(0, 5));
}, 900_000);
