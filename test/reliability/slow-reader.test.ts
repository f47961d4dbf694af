import { env } from 'node:process';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { buildProgram } from '../cli/built-program.ts';
import { differences } from './support/expected.ts';
import { workspaceOf } from './support/inputs.ts';
import { MemoryWatch, readSlowly, tellsMemory } from './support/memory.ts';
import { Printed } from './support/printed.ts';
import { readByProgram } from './support/program.ts';

const isLong = env.LONG === '1';
const RECORDS = isLong ? 110_000 : 15_000;
const BYTES_PER_SECOND = isLong ? 2_000_000 : 4_000_000;
const MOST_MEGABYTES = 512;

beforeAll(buildProgram);
let sandbox: Sandbox;
afterEach(() => sandbox.close());

it('R48, R52, R66: a slow reader gets every record, states between them, out of little memory', {
  timeout: 600_000,
}, async () => {
  const sizes = { activity_logs: RECORDS, tickets: 1_000 };
  sandbox = await startSandbox(workspaceOf({ sizes, rateLimit: { perWindow: 100_000 } }));
  const names = ['activity_logs', 'tickets'];
  // All logs in one window, which has no state of its own before its end.
  const config = { activity_logs_time_step: 91 };
  let memory: MemoryWatch | undefined;
  const { stdout, code } = await readByProgram({
    sandbox,
    names,
    config,
    onStart: (child) => {
      memory = new MemoryWatch(child);
      readSlowly(child, BYTES_PER_SECOND);
    },
  });
  const printed = new Printed().take(stdout);
  expect(code).toBe(0);
  expect(printed.records.get('activity_logs')).toBe(RECORDS);
  expect(differences(printed, sandbox, names)).toEqual([]);
  expect(printed.mostRecordsPerState).toBeLessThanOrEqual(10_000);
  if (tellsMemory) {
    expect(memory?.most).toBeGreaterThan(20);
    expect(memory?.most).toBeLessThan(MOST_MEGABYTES);
  }
});
