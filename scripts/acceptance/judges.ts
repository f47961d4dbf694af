import { chmod, cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { execute } from '../execute.ts';
import { IMAGE } from '../image.ts';
import { type Counts, countsOf } from '../junit.ts';
import { installPython } from '../python-environment.ts';
import { WORKSPACE_CONFIG } from './workspaces.ts';

const root = new URL('../../', import.meta.url).pathname;
const environment = `${root}.cache/python`;
const python = `${environment}/bin/python`;

/** Creates a Python environment with Airbyte's CDK and protocol models, again only when the requirements change. */
export async function installJudges(): Promise<void> {
  await installPython(environment, [`${root}integration_tests/requirements.txt`]);
}

/** Runs the standard tests of Airbyte's CDK against the image and the workspace, in a new folder below `folder`. */
export async function runStandardTests(folder: string, workspace: Sandbox): Promise<Counts> {
  // The standard tests take the connector's name from the name of its folder.
  const connector = `${folder}source-intercom/`;
  await layOutConnector(connector, workspace);
  await mkdir(`${folder}bin`);
  await writeFile(`${folder}bin/docker`, dockerScript(workspace));
  await chmod(`${folder}bin/docker`, 0o755);
  const options = ['-m', 'image_tests', '-v', '-rs', `--connector-image=${IMAGE}`, '--read-from-streams=all'];
  const args = options.map((option) => `--pytest-arg=${option}`);
  await execute(`${environment}/bin/airbyte-cdk`, ['connector', 'test', connector, ...args], {
    PATH: `${folder}bin:${process.env.PATH ?? ''}`,
    DO_NOT_TRACK: '1',
  });
  return countsOf(await readFile(`${connector}build/test-results/standard-tests-junit.xml`, 'utf8').catch(() => ''));
}

/** Parses each line of a file with Airbyte's protocol models, and its records by the catalog. True when all is well. */
export async function parseMessages(catalog: string, messages: string): Promise<boolean> {
  return (await execute(python, [`${root}integration_tests/parse_messages.py`, catalog, messages])) === 0;
}

async function layOutConnector(connector: string, { token }: Sandbox): Promise<void> {
  await mkdir(`${connector}secrets`, { recursive: true });
  for (const name of ['metadata.yaml', 'acceptance-test-config.yml', 'integration_tests', 'spec.json']) {
    await cp(`${root}${name}`, `${connector}${name}`, { recursive: true });
  }
  const config = { access_token: token, ...WORKSPACE_CONFIG };
  await writeFile(`${connector}secrets/config.json`, JSON.stringify(config));
}

/** Stands before `docker` on PATH and runs containers on the host's network, so that they reach the workspace. */
function dockerScript({ url }: Sandbox): string {
  return [
    '#!/bin/sh',
    `PATH='${process.env.PATH ?? ''}'`,
    '[ "$1" = run ] || exec docker "$@"',
    'shift',
    `exec docker run --network=host -e INTERCOM_API_URL='${url}' "$@"`,
    '',
  ].join('\n');
}
