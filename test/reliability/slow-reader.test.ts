import { env } from 'node:process';
import { afterEach, beforeAll, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { Destination } from '../support/destination.ts';
import type { Outcome } from '../support/outcome.ts';
import { buildProgram, program } from '../support/program.ts';
import { differences } from '../support/truth.ts';
import { pagedWorkspace } from '../support/workspaces.ts';
import { MemoryWatch, readSlowly, tellsMemory } from './support/memory.ts';
import { read } from './support/reading.ts';

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
  sandbox = await pagedWorkspace({ sizes, rateLimit: { perWindow: 100_000 } });
  const names = ['activity_logs', 'tickets'];
  // All logs in one window, which has no state of its own before its end.
  const config = { activity_logs_time_step: 91 };
  let memory: MemoryWatch | undefined;
  const launcher = program({
    onStart: (child) => {
      memory = new MemoryWatch(child);
      readSlowly(child, BYTES_PER_SECOND);
    },
  });
  const outcome = await read(sandbox, { names, config, launcher });
  expect(outcome.exitCode).toBe(0);
  expect(outcome.rows('activity_logs')).toHaveLength(RECORDS);
  expect(differences(new Destination(outcome), sandbox, names)).toEqual([]);
  for (const name of names) expect(mostRecordsPerState(outcome, name)).toBeLessThanOrEqual(10_000);
  if (tellsMemory) {
    expect(memory?.most).toBeGreaterThan(20);
    expect(memory?.most).toBeLessThan(MOST_MEGABYTES);
  }
});

function mostRecordsPerState(outcome: Outcome, stream: string): number {
  return Math.max(...outcome.states(stream).map(({ state }) => state.sourceStats.recordCount));
}
