import { env } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { Connector } from '../support/connector.ts';
import { differences } from '../support/truth.ts';
import { faultsOf } from '../support/verdict.ts';
import { useVirtualTime } from '../support/virtual-time.ts';
import { FOR_EVER, onCall, pagedWorkspace } from '../support/workspaces.ts';
import { read } from './support/reading.ts';
import { badAnswers, type RequestKind, requestKinds } from './support/requests.ts';

useVirtualTime();

/** By sizes: a read changes nothing in a workspace, and what it leaves open expires before the next test. */
const sandboxes = new Map<string, Sandbox>();
afterEach(async () => {
  for (const sandbox of sandboxes.values()) {
    sandbox.faults.clear();
    sandbox.calls.clear();
    sandbox.set({ latencyMs: 0 });
  }
  await sleep(3_600_000);
});
afterAll(async () => {
  for (const sandbox of sandboxes.values()) await sandbox.close();
});

async function open({ sizes, prepare }: Pick<RequestKind, 'sizes' | 'prepare'>): Promise<Sandbox> {
  const key = JSON.stringify(sizes);
  const sandbox = sandboxes.get(key) ?? (await pagedWorkspace({ sizes }));
  sandboxes.set(key, sandbox);
  prepare?.(sandbox);
  return sandbox;
}

describe.each(badAnswers)('$name, once', ({ fault }) => {
  it.each(requestKinds)('to $name: everything arrives', async (kind) => {
    const { path, nth = 1, streams } = kind;
    const sandbox = await open(kind);
    sandbox.faults.add({ ...fault, match: { path, nth } });
    const struckBefore = sandbox.faults.struck;
    const names = [...streams, 'admins'];
    const outcome = await read(sandbox, { names });
    expect(sandbox.faults.struck).toBeGreaterThan(struckBefore);
    expect(outcome.errors).toEqual([]);
    expect(differences(outcome, sandbox, names)).toEqual([]);
    expect(outcome.exitCode).toBe(0);
  });

  it('to GET /me: everything arrives', async () => {
    const sandbox = await open({ sizes: {} });
    sandbox.faults.add({ ...fault, match: { path: '/me' } });
    const outcome = await read(sandbox, { names: ['tags'] });
    expect(sandbox.faults.struck).toBe(1);
    expect(differences(outcome, sandbox, ['tags'])).toEqual([]);
    expect(outcome.exitCode).toBe(0);
  });

  it('while streams are discovered: they are', async () => {
    const sandbox = await open({ sizes: {} });
    sandbox.faults.add({ ...fault, match: { path: '/data_attributes' } });
    const outcome = await new Connector(sandbox).discover();
    expect(sandbox.faults.struck).toBe(1);
    expect([outcome.exitCode, outcome.errors]).toEqual([0, []]);
  });
});

/** All of them in the long form; a request that the server refuses and one that it answers badly in the short one. */
const lasting = badAnswers.filter(({ fault: { kind } }) =>
  env.LONG === '1' ? kind !== 'rateLimit' : ['status', 'empty'].includes(kind),
);

describe.each(lasting)('$name, for ever', ({ fault }) => {
  it.each(requestKinds)(
    'R25: to $name: that stream is INCOMPLETE and says so, the others are complete',
    async (kind) => {
      const { path, nth = 1, streams, spoiled = streams, most } = kind;
      const sandbox = await open(kind);
      onCall(sandbox, path, nth, () => sandbox.faults.add({ ...fault, match: { path }, ...FOR_EVER }));
      const outcome = await read(sandbox, { names: [...streams, 'admins'] });
      expect(faultsOf(outcome)).toEqual([]);
      expect(outcome.errors).toHaveLength(spoiled.length);
      for (const name of spoiled) {
        expect(outcome.statuses(name)).toEqual(['STARTED', 'RUNNING', 'INCOMPLETE']);
        expect(outcome.error(name)?.failure_type).toBe('transient_error');
        expect(outcome.states(name).length).toBeGreaterThan(0);
      }
      const healthy = ['admins', ...streams.filter((name) => !spoiled.includes(name))];
      for (const name of healthy) expect(outcome.statuses(name)).toEqual(['STARTED', 'RUNNING', 'COMPLETE']);
      expect(differences(outcome, sandbox, healthy)).toEqual([]);
      expect(outcome.exitCode).toBe(1);
      expect(sandbox.calls.count(path)).toBeLessThanOrEqual(most);
      expect(outcome.tookMs).toBeLessThan(2 * 3_600_000);
    },
  );
});
