/**
 * `npm run acceptance`: Airbyte's own tests. The standard tests of its CDK run against the image and the sandbox, and
 * its protocol models parse every message of all four commands. Needs Docker and Python 3.10 or newer.
 */
import { createHash } from 'node:crypto';
import { chmod, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { configuredCatalog } from './configured-catalog.ts';
import { containerConnector, discover, run } from './connector.ts';
import { execute, mustExecute } from './execute.ts';
import { buildImage, IMAGE } from './image.ts';

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

const root = new URL('../', import.meta.url).pathname;
const folder = `${root}.cache/acceptance/`;
/** The standard tests take the connector's name from the name of its folder. */
const connectorFolder = `${folder}source-intercom/`;
const messagesFolder = `${folder}messages/`;
const python = `${root}.cache/python/bin/python`;

await buildImage();
await installJudges();
const sandbox = await startSandbox();
let counts: Counts[] = [];
try {
  await layOutConnector(sandbox);
  counts = [await runStandardTests(sandbox), await parseMessages(sandbox)];
} finally {
  await sandbox.close();
}
const passed = counts.reduce((sum, one) => sum + one.passed, 0);
const failed = counts.reduce((sum, one) => sum + one.failed, 0);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

/** Creates a Python environment with the requirements, again only when they change. */
async function installJudges(): Promise<void> {
  const requirements = `${root}integration_tests/requirements.txt`;
  const wanted = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex');
  const stamp = `${root}.cache/python/.stamp`;
  if ((await readFile(stamp, 'utf8').catch(() => '')) === wanted) return;
  await rm(`${root}.cache/python`, { recursive: true, force: true });
  await mkdir(`${root}.cache`, { recursive: true });
  await mustExecute('python3', ['-m', 'venv', `${root}.cache/python`]);
  await mustExecute(python, [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--requirement',
    requirements,
  ]);
  await writeFile(stamp, wanted);
}

async function layOutConnector({ token }: Sandbox): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(`${connectorFolder}secrets`, { recursive: true });
  for (const name of ['metadata.yaml', 'acceptance-test-config.yml', 'integration_tests', 'spec.json']) {
    await cp(`${root}${name}`, `${connectorFolder}${name}`, { recursive: true });
  }
  await writeFile(`${connectorFolder}secrets/config.json`, JSON.stringify({ access_token: token }));
  await mkdir(messagesFolder);
}

/** Puts a `docker` script first on PATH that runs containers on the host's network, so that they reach the sandbox. */
async function runStandardTests({ url }: Sandbox): Promise<Counts> {
  const path = process.env.PATH ?? '';
  const script = [
    '#!/bin/sh',
    `PATH='${path}'`,
    '[ "$1" = run ] || exec docker "$@"',
    'shift',
    `exec docker run --network=host -e INTERCOM_API_URL='${url}' "$@"`,
    '',
  ].join('\n');
  await mkdir(`${folder}bin`);
  await writeFile(`${folder}bin/docker`, script);
  await chmod(`${folder}bin/docker`, 0o755);
  const options = ['-m', 'image_tests', '-v', '-rs', `--connector-image=${IMAGE}`, '--read-from-streams=all'];
  const args = options.map((option) => `--pytest-arg=${option}`);
  await execute(`${root}.cache/python/bin/airbyte-cdk`, ['connector', 'test', connectorFolder, ...args], {
    PATH: `${folder}bin:${path}`,
    DO_NOT_TRACK: '1',
  });
  return countsOf(
    await readFile(`${connectorFolder}build/test-results/standard-tests-junit.xml`, 'utf8').catch(() => ''),
  );
}

function countsOf(junit: string): Counts {
  const count = (name: string): number =>
    Number(new RegExp(`<testsuite [^>]*\\b${name}="(\\d+)"`).exec(junit)?.[1] ?? 0);
  const failed = count('failures') + count('errors');
  const passed = count('tests') - count('skipped') - failed;
  return passed + failed === 0 ? { passed: 0, failed: 1 } : { passed, failed };
}

/** Runs every command in a container, and parses each line that it prints with the protocol models. */
async function parseMessages({ url, token }: Sandbox): Promise<Counts> {
  const connector = containerConnector(IMAGE, url, messagesFolder);
  const file = (name: string): string => `${messagesFolder}${name}`;
  await writeFile(file('config.json'), JSON.stringify({ access_token: token }));
  await run(connector, ['spec'], file('spec.jsonl'));
  await run(connector, ['check', '--config', '/data/config.json'], file('check.jsonl'));
  const streams = await discover(connector, '/data/config.json', file('discover.jsonl'));
  await writeFile(file('catalog.json'), JSON.stringify(configuredCatalog(streams)));
  const read = ['read', '--config', '/data/config.json', '--catalog', '/data/catalog.json'];
  await run(connector, read, file('read.jsonl'));
  const parser = `${root}integration_tests/parse_messages.py`;
  const verdicts: number[] = [];
  for (const name of ['spec', 'check', 'discover', 'read']) {
    verdicts.push(await execute(python, [parser, file('catalog.json'), file(`${name}.jsonl`)]));
  }
  const failed = verdicts.filter((code) => code !== 0).length;
  return { passed: verdicts.length - failed, failed };
}
