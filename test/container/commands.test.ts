import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/sandbox.ts';
import { configuredCatalog } from '../../scripts/configured-catalog.ts';
import { type CatalogStream, catalogOf, localConnector, run } from '../../scripts/connector.ts';
import { buildImage, IMAGE } from '../../scripts/image.ts';
import { confined, docker, type Ended } from './docker.ts';

/** Records that every page of takes a while, so that a read can be stopped half way. */
const SLOW: SandboxOptions = { latencyMs: 200, sizes: { activity_logs: 50_000 } };

const folder = mkdtempSync(join(tmpdir(), 'source-intercom-'));
const files = ['--config', '/data/config.json', '--catalog', '/data/catalog.json'];
let sandbox: Sandbox;
let streams: CatalogStream[];

/** The container's `docker run …` up to the image: confined, `folder` as `/data`, the sandbox within reach. */
function options(api: Sandbox = sandbox): string[] {
  return [...confined, '--network=host', '-e', `INTERCOM_API_URL=${api.url}`, '-v', `${folder}:/data:ro`];
}

function write(name: string, content: unknown): string {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(content));
  return file;
}

function messages(output: string): Record<string, unknown>[] {
  expect(output.endsWith('\n')).toBe(true);
  return output
    .slice(0, -1)
    .split('\n')
    .map((line) => JSON.parse(line));
}

function recordsOf(output: string): string[] {
  const records = messages(output).filter(({ type }) => type === 'RECORD');
  return records.map(({ record }) => JSON.stringify({ ...Object(record), emitted_at: 0 })).sort();
}

describe('the commands in a container', () => {
  beforeAll(async () => {
    await buildImage();
    chmodSync(folder, 0o755);
    sandbox = await startSandbox();
    const config = write('config.json', { access_token: sandbox.token });
    await run(localConnector(sandbox.url), ['discover', '--config', config], join(folder, 'discover.jsonl'));
    streams = await catalogOf(join(folder, 'discover.jsonl'));
    write('catalog.json', configuredCatalog(streams));
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await sandbox.close();
  });

  it('check succeeds', async () => {
    const { code, stdout, stderr } = await docker(...options(), IMAGE, 'check', '--config', '/data/config.json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(messages(stdout)).toContainEqual({ type: 'CONNECTION_STATUS', connectionStatus: { status: 'SUCCEEDED' } });
  });

  it('discover prints the same catalog as the local executable', async () => {
    const { code, stdout } = await docker(...options(), IMAGE, 'discover', '--config', '/data/config.json');
    expect(code).toBe(0);
    expect(stdout).toBe(readFileSync(join(folder, 'discover.jsonl'), 'utf8'));
  });

  it('read brings the same records as the local executable, and leaves stderr empty', async () => {
    const local = ['read', '--config', join(folder, 'config.json'), '--catalog', join(folder, 'catalog.json')];
    await run(localConnector(sandbox.url), local, join(folder, 'read.jsonl'));
    const evaluated = ['--entrypoint', 'sh', IMAGE, '-c', `eval "$AIRBYTE_ENTRYPOINT read ${files.join(' ')}"`];
    const { code, stdout, stderr } = await docker(...options(), ...evaluated);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const expected = recordsOf(readFileSync(join(folder, 'read.jsonl'), 'utf8'));
    expect(expected.length).toBeGreaterThan(5_000);
    expect(recordsOf(stdout)).toEqual(expected);
  });

  it('R51: SIGTERM to PID 1 ends a read within five seconds, with whole lines and exit code 143', async () => {
    const slow = await startSandbox(SLOW);
    try {
      write('logs-only.json', configuredCatalog(streams.filter(({ name }) => name === 'activity_logs')));
      const read = ['read', '--config', '/data/config.json', '--catalog', '/data/logs-only.json'];
      const name = `source-intercom-test-${process.pid}`;
      const ended: Promise<Ended> = docker(...options(slow), '--name', name, IMAGE, ...read);
      while (slow.calls.count('/admins/activity_logs') < 5) await sleep(50);
      const killedAt = Date.now();
      await docker('kill', '--signal', 'TERM', name);
      const { code, stdout } = await ended;
      expect(Date.now() - killedAt).toBeLessThan(5_000);
      expect(code).toBe(143);
      expect(messages(stdout).length).toBeGreaterThan(0);
    } finally {
      await slow.close();
    }
  });

  it('R66: reads a hundred thousand records within 512 MB', async () => {
    const large = await startSandbox({ sizes: { contacts: 50_000, activity_logs: 50_000 }, spanDays: 300 });
    try {
      const wanted = ['contacts', 'activity_logs'];
      write('large.json', configuredCatalog(streams.filter(({ name }) => wanted.includes(name))));
      const read = ['read', '--config', '/data/config.json', '--catalog', '/data/large.json'];
      const { code, stdout } = await docker(...options(large), '--memory', '512m', IMAGE, ...read);
      expect(code).toBe(0);
      expect(recordsOf(stdout)).toHaveLength(100_000);
    } finally {
      await large.close();
    }
  });
});
