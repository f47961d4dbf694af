/**
 * `npm run demo`: the built connector syncs the sandbox workspace twice. Each sync is compared, id by id, with what the
 * workspace holds. All inputs and outputs are in `.demo/` afterwards.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { faultsOfFirst, faultsOfSecond, type Truth } from './comparison.ts';
import { configuredCatalog } from './configured-catalog.ts';
import { discover, localConnector, run } from './connector.ts';
import { covered } from './coverage.ts';
import type { CatalogStream } from './lib/messages.ts';
import { outcomeOf, type StreamOutcome } from './outcome.ts';
import { table } from './table.ts';

type Outcome = Map<string, StreamOutcome>;

const CHANGES = 60;
/** Several streams take a call per contact: with so many, a first sync of all streams ends within a minute of the usual rate limit. */
const CONTACTS = 1_400;
const folder = new URL('../.demo/', import.meta.url).pathname;
/** A year ago, at midnight. The workspace has older rows too, which a sync leaves out. */
const startDate = new Date(Date.now() - 365 * 86_400_000).toISOString().replace(/T.*/, 'T00:00:00Z');

await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const sandbox = await startSandbox({ sizes: { contacts: CONTACTS } });
try {
  const faults = await demonstrate(sandbox);
  console.log(faults.length === 0 ? '\nEvery id is as it is in the workspace.' : `\nWrong:\n  ${faults.join('\n  ')}`);
  console.log(`Configuration, catalog, states and messages: ${folder}`);
  process.exitCode = faults.length === 0 ? 0 : 1;
} finally {
  await sandbox.close();
}

async function demonstrate(workspace: Sandbox): Promise<string[]> {
  const connector = localConnector(workspace.url);
  await writeJson('config.json', {
    access_token: workspace.token,
    start_date: startDate,
    custom_object_types: ['subscription_plan'],
    report_datasets: ['conversation'],
  });
  await run(connector, ['spec'], at('spec.jsonl'));
  await run(connector, ['check', '--config', at('config.json')], at('check.jsonl'));
  const streams = await discover(connector, at('config.json'), at('discover.jsonl'));
  await writeJson('catalog.json', configuredCatalog(streams));

  const before = covered(workspace, streams, Date.parse(startDate) / 1000);
  const [first, firstCalls] = await read('first', []);
  console.log(
    `\nFirst sync, from ${startDate}\n${report(streams, first, before, 'in workspace')}\n${firstCalls} calls`,
  );
  await writeJson('state.json', statesOf(first));

  workspace.change.random(CHANGES);
  await sleep(1_100); // A sync covers the seconds before the one it starts in.
  const after = covered(workspace, streams, Date.parse(startDate) / 1000);
  const changed = difference(before, after);
  const [second, secondCalls] = await read('second', ['--state', at('state.json')]);
  console.log(`\nSecond sync, after changes\n${report(streams, second, changed, 'changed')}\n${secondCalls} calls`);
  await writeJson('state-after-second.json', statesOf(second));

  const firstStart = Math.min(...[...first.values()].map(({ startedAt = 0 }) => startedAt / 1000));
  return [
    ...streams.flatMap((stream) => faultsOfFirst(stream, first, before)),
    ...streams.flatMap((stream) => faultsOfSecond(stream, second, { now: after, changed, firstStart })),
  ];

  async function read(name: string, args: string[]): Promise<[Outcome, number]> {
    workspace.calls.clear();
    const files = ['--config', at('config.json'), '--catalog', at('catalog.json'), ...args];
    const printed = await run(connector, ['read', ...files], at(`${name}.jsonl`));
    return [outcomeOf(printed, streams), workspace.calls.count()];
  }
}

function statesOf(outcome: Outcome): unknown[] {
  return [...outcome.values()].map(({ state }) => state).filter((state) => state !== undefined);
}

function difference(before: Truth, after: Truth): Truth {
  return new Map(
    [...after].map(([stream, rows]) => [
      stream,
      new Map([...rows].filter(([key, row]) => before.get(stream)?.get(key) !== row)),
    ]),
  );
}

function report(streams: readonly CatalogStream[], outcome: Outcome, truth: Truth, truthTitle: string): string {
  const lines = streams.map(({ name, supported_sync_modes }) => {
    const { records = 0, calls = '', startedAt = 0, endedAt = 0 } = outcome.get(name) ?? {};
    const mode = supported_sync_modes.includes('incremental') ? 'incremental' : 'full refresh';
    return [
      name,
      mode,
      `${records}`,
      `${truth.get(name)?.size ?? 0}`,
      calls,
      ((endedAt - startedAt) / 1000).toFixed(1),
    ];
  });
  return table(['stream', 'mode', 'records', truthTitle, 'calls', 'seconds'], lines);
}

function writeJson(name: string, content: unknown): Promise<void> {
  return writeFile(at(name), `${JSON.stringify(content, null, 2)}\n`);
}

function at(name: string): string {
  return `${folder}${name}`;
}
