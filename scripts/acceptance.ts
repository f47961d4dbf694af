/**
 * `npm run acceptance`: the image against Airbyte's tests. The standard tests of its CDK, its protocol models for every
 * message of all four commands, and checks of our own for what Airbyte's older acceptance tests demanded. All run against
 * workspaces of the sandbox. Needs Docker and Python 3.10 or newer.
 */
import { mkdir, rm } from 'node:fs/promises';
import { installJudges, parseMessages, runStandardTests } from './acceptance/judges.ts';
import { pagedVerdicts, smallVerdicts, specVerdicts, type Verdict } from './acceptance/own-checks.ts';
import { Reader } from './acceptance/reader.ts';
import { pagedWorkspace, smallWorkspace, WORKSPACE_CONFIG } from './acceptance/workspaces.ts';
import { containerConnector, run } from './connector.ts';
import { buildImage, IMAGE } from './image.ts';
import type { Counts } from './junit.ts';

const folder = new URL('../.cache/acceptance/', import.meta.url).pathname;

await buildImage();
await installJudges();
await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const counts = [...(await judgeSmallWorkspace()), await judgePagedWorkspace()];
const passed = counts.reduce((sum, one) => sum + one.passed, 0);
const failed = counts.reduce((sum, one) => sum + one.failed, 0);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

async function judgeSmallWorkspace(): Promise<readonly Counts[]> {
  const workspace = await smallWorkspace();
  try {
    const at = `${folder}small/`;
    await mkdir(at);
    const connector = containerConnector(IMAGE, workspace.url, at);
    const spec = await run(connector, ['spec'], `${at}spec.jsonl`);
    const [message] = spec.messages;
    const reader = new Reader(connector, at, '/data/');
    const config = { access_token: workspace.token, ...WORKSPACE_CONFIG };
    const own = [
      ...(await specVerdicts(message?.type === 'SPEC' ? message.spec : {})),
      ...(await smallVerdicts(reader, config)),
    ];
    await run(connector, ['check', '--config', '/data/config.json'], `${at}check.jsonl`);
    const messages = ['spec', 'check', 'discover', 'expected'].map((name) => `${at}${name}.jsonl`);
    return [
      count(own),
      await countParsed(`${at}expected-catalog.json`, messages),
      await runStandardTests(folder, workspace),
    ];
  } finally {
    await workspace.close();
  }
}

async function judgePagedWorkspace(): Promise<Counts> {
  const workspace = await pagedWorkspace();
  try {
    const at = `${folder}paged/`;
    await mkdir(at);
    const reader = new Reader(containerConnector(IMAGE, workspace.url, at), at, '/data/');
    return count(await pagedVerdicts(reader, { access_token: workspace.token, ...WORKSPACE_CONFIG }));
  } finally {
    await workspace.close();
  }
}

function count(verdicts: readonly Verdict[]): Counts {
  for (const { name, faults } of verdicts) {
    console.log(`${faults.length === 0 ? 'passed' : 'FAILED'}: ${name}`);
    for (const fault of faults) console.log(`  ${fault}`);
  }
  const failed = verdicts.filter(({ faults }) => faults.length > 0).length;
  return { passed: verdicts.length - failed, failed };
}

async function countParsed(catalog: string, files: readonly string[]): Promise<Counts> {
  let passed = 0;
  for (const file of files) passed += (await parseMessages(catalog, file)) ? 1 : 0;
  return { passed, failed: files.length - passed };
}
