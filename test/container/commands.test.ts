import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { configuredCatalog } from '../../scripts/configured-catalog.ts';
import { buildImage } from '../../scripts/image.ts';
import type { CatalogStream } from '../../scripts/lib/messages.ts';
import { Connector } from '../support/connector.ts';
import { container, containerByShell, docker } from '../support/container.ts';
import type { Outcome } from '../support/outcome.ts';
import { buildProgram, program } from '../support/program.ts';

let sandbox: Sandbox;
let connector: Connector;
let streams: readonly CatalogStream[];

function catalogOf(...names: readonly string[]): object {
  return configuredCatalog(streams.filter(({ name }) => names.includes(name)));
}

function recordsOf({ records }: Outcome): readonly string[] {
  return records.map((record) => JSON.stringify({ ...record, emitted_at: 0 })).toSorted();
}

describe('the commands in a container', () => {
  beforeAll(async () => {
    await buildImage();
    buildProgram();
    // Its clock stands still, so that two reads one after the other find the same.
    const now = Math.floor(Date.now() / 1_000);
    sandbox = await startSandbox({
      now: () => now,
      rateLimit: { perWindow: 1_000_000 },
      exports: { jobSeconds: 0 },
    });
    connector = new Connector(sandbox, { launcher: container() });
    streams = (await connector.discover({ launcher: program() })).catalog;
  });
  afterAll(() => sandbox.close());

  it('check succeeds', async () => {
    const outcome = await connector.check();
    expect(outcome).toMatchObject({ exitCode: 0, stderr: '', connectionStatus: [{ status: 'SUCCEEDED' }] });
  });

  it('discover prints the same catalog as the local executable', async () => {
    expect(streams.length).toBeGreaterThan(10);
    expect(await connector.discover()).toMatchObject({ exitCode: 0, catalog: streams });
  });

  it('read brings the same records as the local executable, and leaves stderr empty', async () => {
    const catalog = configuredCatalog(streams);
    const local = await connector.run('read', { catalog, launcher: program() });
    const outcome = await connector.run('read', { catalog, launcher: containerByShell });
    expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
    expect(local.records.length).toBeGreaterThan(5_000);
    expect(recordsOf(outcome)).toEqual(recordsOf(local));
  });

  it('R51: SIGTERM to PID 1 ends a read at once, with whole lines and exit code 143', async () => {
    const slow = await startSandbox({ latencyMs: 200, sizes: { activity_logs: 50_000 } });
    try {
      const name = `source-intercom-test-${process.pid}`;
      const launcher = container('--name', name);
      const reading = new Connector(slow, { launcher }).run('read', { catalog: catalogOf('activity_logs') });
      while (slow.calls.count('/admins/activity_logs') < 5) await sleep(50);
      const killedAt = Date.now();
      await docker('kill', '--signal', 'TERM', name);
      const outcome = await reading;
      expect(Date.now() - killedAt).toBeLessThan(20_000);
      expect(outcome.exitCode).toBe(143);
      expect(outcome.messages.length).toBeGreaterThan(0);
    } finally {
      await slow.close();
    }
  });

  it('R66: reads a hundred thousand records within 512 MB', async () => {
    const large = await startSandbox({ sizes: { contacts: 50_000, activity_logs: 50_000 }, spanDays: 300 });
    try {
      const launcher = container('--memory', '512m');
      const outcome = await new Connector(large, { launcher }).run('read', {
        catalog: catalogOf('contacts', 'activity_logs'),
      });
      expect(outcome.exitCode).toBe(0);
      expect(outcome.records).toHaveLength(100_000);
    } finally {
      await large.close();
    }
  });
});
