import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { buildProgram } from '../cli/built-program.ts';
import { differences, truthOf } from './support/expected.ts';
import { allNames, type Mode, workspaceOf } from './support/inputs.ts';
import { Printed } from './support/printed.ts';
import { readByProgram } from './support/program.ts';

const WRITE_EVERY_MS = 50;
/** Slow enough for a sync to take some seconds, in which most of its streams are written to. */
const LATENCY_MS = 120;

beforeAll(buildProgram);
let sandbox: Sandbox;
afterEach(() => sandbox.close());

async function open(): Promise<void> {
  const sizes = { contacts: 900, conversations: 200, tickets: 400 };
  sandbox = await startSandbox(workspaceOf({ latencyMs: LATENCY_MS, sizes }));
}

/** Reads while users write to the workspace twenty times a second; tells how often they did. */
async function readUnderWrites(printed: Printed, mode: Mode): Promise<number> {
  let writes = 0;
  const timer = setInterval(() => {
    sandbox.change.random(1);
    writes += 1;
  }, WRITE_EVERY_MS);
  const state = printed.stateFile;
  const { stdout, code } = await readByProgram({ sandbox, mode, state }).finally(() => clearInterval(timer));
  printed.take(stdout);
  expect(code).toBe(0);
  return writes;
}

describe('with twenty writes a second', () => {
  it('two incremental syncs in a row bring the latest version of everything', { timeout: 60_000 }, async () => {
    await open();
    const printed = new Printed();
    expect(await readUnderWrites(printed, 'incremental')).toBeGreaterThan(30);
    await sleep(1_100); // A sync covers the seconds before the one it starts in.
    const { stdout, code } = await readByProgram({ sandbox, state: printed.stateFile });
    printed.take(stdout);
    expect(code).toBe(0);
    expect(differences(printed, sandbox, allNames)).toEqual([]);
  });

  it('a full refresh holds every row that was there when it began', { timeout: 60_000 }, async () => {
    await open();
    const before = new Map(allNames.map((name) => [name, [...truthOf(sandbox, name).keys()]]));
    const printed = new Printed();
    expect(await readUnderWrites(printed, 'full_refresh')).toBeGreaterThan(30);
    for (const [name, keys] of before) {
      expect(keys.filter((key) => printed.rows.get(name)?.has(key) !== true)).toEqual([]);
    }
  });
});
