import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/sandbox.ts';
import { buildProgram } from '../cli/built-program.ts';
import { differences } from './support/expected.ts';
import { onCall } from './support/hooks.ts';
import { allNames, workspaceOf } from './support/inputs.ts';
import { spoilAnswers } from './support/mixed.ts';
import { Printed } from './support/printed.ts';
import { clockOf, readByProgram } from './support/program.ts';

/** A second of the program's is some milliseconds of ours. */
const FACTOR = 60;
/** More than the connector keeps in memory for a reader that doesn't read. */
const COMPANIES = 20_000;

beforeAll(buildProgram);
let sandbox: Sandbox;
afterEach(() => sandbox.close());

async function open(options: SandboxOptions = {}) {
  const speed = { factor: FACTOR, epochMs: Date.now() };
  sandbox = await startSandbox(workspaceOf({ now: clockOf(speed), sizes: { conversations: 150 }, ...options }));
  return speed;
}

describe('a read of all streams', () => {
  it.each([1, 2])(
    'with one bad answer in twenty, of all kinds (seed %i), brings everything in the end',
    { timeout: 60_000 },
    async (seed) => {
      const speed = await open();
      spoilAnswers(sandbox, 0.05, seed);
      const printed = new Printed();
      for (let sync = 1; sync <= 3; sync += 1) {
        const { stdout, code } = await readByProgram({ sandbox, speed, state: printed.stateFile });
        printed.take(stdout);
        // A stream that did not say COMPLETE may be short, one that did may not.
        const complete = allNames.filter((name) => printed.statuses.get(name) === 'COMPLETE');
        expect(differences(printed, sandbox, complete)).toEqual([]);
        expect(code).toBe(complete.length === allNames.length ? 0 : 1);
        if (code === 0) break;
      }
      expect(sandbox.faults.struck).toBeGreaterThan(5);
      expect(differences(printed, sandbox, allNames)).toEqual([]);
    },
  );

  it.each([
    ['503', { kind: 'html', status: 503 }],
    ['a cut connection', { kind: 'reset' }],
  ] as const)(
    'in whose middle everything answers with %s for half a minute is complete',
    { timeout: 60_000 },
    async (_name, fault) => {
      const speed = await open();
      onCall(sandbox, /./, 60, () => {
        sandbox.faults.add({ ...fault, times: Number.POSITIVE_INFINITY });
        setTimeout(() => sandbox.faults.clear(), 30_000 / FACTOR);
      });
      const { stdout, code } = await readByProgram({ sandbox, speed });
      const printed = new Printed().take(stdout);
      expect(printed.errors).toEqual([]);
      expect(differences(printed, sandbox, allNames)).toEqual([]);
      expect(code).toBe(0);
    },
  );

  it('R70: refused with 429 for five minutes is complete, and asks a few times in each window', {
    timeout: 60_000,
  }, async () => {
    const speed = await open();
    let refusedFrom = 0;
    onCall(sandbox, /./, 30, () => {
      refusedFrom = sandbox.now();
      sandbox.faults.add({ kind: 'rateLimit', times: Number.POSITIVE_INFINITY });
      setTimeout(() => sandbox.faults.clear(), 300_000 / FACTOR);
    });
    const { stdout, code } = await readByProgram({ sandbox, speed });
    const printed = new Printed().take(stdout);
    expect(code).toBe(0);
    expect(differences(printed, sandbox, allNames)).toEqual([]);
    expect(sandbox.now() - refusedFrom).toBeGreaterThan(300);
    const refused = sandbox.calls.count(({ status }) => status === 429);
    expect(refused).toBeGreaterThan(10);
    // Those in flight when it began, and then the few that find out whether it is over.
    expect(refused).toBeLessThan(40 + 3 * 30);
  });

  it('whose stdout nobody reads for five minutes is complete, its scroll kept alive', { timeout: 60_000 }, async () => {
    const speed = await open({ sizes: { companies: COMPANIES } });
    const names = ['companies', 'tags'];
    let pagesAhead = 0;
    const { stdout, code } = await readByProgram({
      sandbox,
      speed,
      names,
      onStart: ({ stdout: output }) => {
        output?.once('data', () => {
          output.pause();
          setTimeout(() => {
            pagesAhead = sandbox.calls.count('/companies/scroll');
            output.resume();
          }, 300_000 / FACTOR);
        });
      },
    });
    const printed = new Printed().take(stdout);
    expect(code).toBe(0);
    expect(differences(printed, sandbox, names)).toEqual([]);
    expect(printed.records.get('companies')).toBe(COMPANIES);
    expect(printed.logs.join()).not.toContain('starts over');
    // Memory is bounded: what the reader doesn't take is not fetched, but for a page now and then.
    expect(pagesAhead).toBeGreaterThan(5);
    expect(pagesAhead).toBeLessThan(30);
  });
});
