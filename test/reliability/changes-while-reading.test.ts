import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { Destination } from '../support/destination.ts';
import { type SyncMode, streamNames } from '../support/inputs.ts';
import type { Outcome } from '../support/outcome.ts';
import { differences, truthOf } from '../support/truth.ts';
import { useVirtualTime } from '../support/virtual-time.ts';
import { quickWorkspace } from '../support/workspaces.ts';
import { read } from './support/reading.ts';

useVirtualTime();

const WRITE_EVERY_MS = 50;
/** Slow enough for a sync to take some seconds, in which most of its streams are written to. */
const LATENCY_MS = 300;

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await quickWorkspace({ latencyMs: LATENCY_MS });
});
afterEach(() => sandbox.close());

/** A first read while users write to the workspace twenty times a second. */
async function readUnderWrites(mode: SyncMode): Promise<Outcome> {
  let writes = 0;
  const timer = setInterval(() => {
    sandbox.change.random(1);
    writes += 1;
  }, WRITE_EVERY_MS);
  const outcome = await read(sandbox, { mode }).finally(() => clearInterval(timer));
  expect([outcome.exitCode, outcome.errors]).toEqual([0, []]);
  expect(writes).toBeGreaterThan(25);
  return outcome;
}

describe('with twenty writes a second', () => {
  it.each<[SyncMode, number]>([
    ['incremental', 0],
    ['incremental', 300],
    ['full_refresh', 300],
  ])(
    'an incremental sync after a first one in mode %s brings the latest version of everything, search being %i s behind',
    async (mode, searchLagSeconds) => {
      sandbox.set({ searchLagSeconds });
      sandbox.change.random(30);
      const first = await readUnderWrites(mode);
      await sleep(3_600_000);
      const second = await read(sandbox, { state: first.lastStates });
      expect([second.exitCode, second.errors]).toEqual([0, []]);
      expect(differences(new Destination(first, second), sandbox, streamNames)).toEqual([]);
    },
  );

  it('a full refresh holds every row that was there when it began', async () => {
    const before = new Map(streamNames.map((name) => [name, [...truthOf(sandbox, name).keys()]]));
    const { rows } = new Destination(await readUnderWrites('full_refresh'));
    for (const [name, keys] of before) expect(keys.filter((key) => rows.get(name)?.has(key) !== true)).toEqual([]);
  });
});
