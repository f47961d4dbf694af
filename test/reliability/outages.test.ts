import { afterEach, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { Destination } from '../support/destination.ts';
import { inProcess, StallingReader } from '../support/in-process.ts';
import { streamNames } from '../support/inputs.ts';
import { differences } from '../support/truth.ts';
import { useVirtualTime } from '../support/virtual-time.ts';
import { FOR_EVER, onCall, pagedWorkspace, quickWorkspace } from '../support/workspaces.ts';
import { read } from './support/reading.ts';
import { spoilAnswers } from './support/requests.ts';

useVirtualTime();

/** Far more pages than the connector may fetch for a reader that does not read. */
const COMPANIES = 5_000;
const FIVE_MINUTES_MS = 300_000;

let sandbox: Sandbox;
afterEach(() => sandbox.close());

describe('a read of all streams', () => {
  it.each([1, 2])(
    'with one bad answer in twenty, of all kinds (seed %i), brings everything in the end',
    async (seed) => {
      sandbox = await quickWorkspace();
      spoilAnswers(sandbox, 0.05, seed);
      const destination = new Destination();
      for (let sync = 1; sync <= 3; sync += 1) {
        const outcome = await read(sandbox, { state: destination.state });
        destination.take(outcome);
        // A stream that did not say COMPLETE may be short, one that did may not.
        const complete = streamNames.filter((name) => outcome.lastStatuses[name] === 'COMPLETE');
        expect(differences(destination, sandbox, complete)).toEqual([]);
        expect(outcome.exitCode).toBe(complete.length === streamNames.length ? 0 : 1);
        if (outcome.exitCode === 0) break;
      }
      expect(sandbox.faults.struck).toBeGreaterThan(5);
      expect(differences(destination, sandbox, streamNames)).toEqual([]);
    },
  );

  it.each([
    ['503', { kind: 'html', status: 503 }],
    ['a cut connection', { kind: 'reset' }],
  ] as const)('in whose middle everything answers with %s for half a minute is complete', async (_name, fault) => {
    sandbox = await quickWorkspace();
    onCall(sandbox, /./, 60, () => {
      sandbox.faults.add({ ...fault, ...FOR_EVER });
      setTimeout(() => sandbox.faults.clear(), 30_000);
    });
    const outcome = await read(sandbox);
    expect([outcome.exitCode, outcome.errors]).toEqual([0, []]);
    expect(differences(outcome, sandbox, streamNames)).toEqual([]);
  });

  it('R70: refused with 429 for five minutes is complete, and asks a few times in each window', async () => {
    sandbox = await quickWorkspace();
    let refusedFrom = 0;
    onCall(sandbox, /./, 30, () => {
      refusedFrom = sandbox.now();
      sandbox.faults.add({ kind: 'rateLimit', ...FOR_EVER });
      setTimeout(() => sandbox.faults.clear(), FIVE_MINUTES_MS);
    });
    const outcome = await read(sandbox);
    expect(outcome.exitCode).toBe(0);
    expect(differences(outcome, sandbox, streamNames)).toEqual([]);
    expect(sandbox.now() - refusedFrom).toBeGreaterThanOrEqual(300);
    const refused = sandbox.calls.count(({ status }) => status === 429);
    expect(refused).toBeGreaterThan(10);
    // Those in flight when it began, and then the few that find out whether it is over.
    expect(refused).toBeLessThan(40 + 3 * 30);
  });

  it('whose stdout nobody reads for five minutes is complete, its scroll kept alive', async () => {
    sandbox = await pagedWorkspace({ sizes: { companies: COMPANIES } });
    const names = ['companies', 'tags'];
    let pagesAhead = 0;
    const stdout = new StallingReader(FIVE_MINUTES_MS, () => {
      pagesAhead = sandbox.calls.count('/companies/scroll');
    });
    const outcome = await read(sandbox, { names, launcher: inProcess({ stdout }) });
    expect(outcome.exitCode).toBe(0);
    expect(outcome.tookMs).toBeGreaterThanOrEqual(FIVE_MINUTES_MS);
    expect(differences(outcome, sandbox, names)).toEqual([]);
    expect(outcome.rows('companies')).toHaveLength(COMPANIES);
    expect(outcome.logs.join('\n')).not.toContain('starts over');
    // Memory is bounded: what the reader doesn't take is not fetched, except for a page now and then.
    expect(pagesAhead).toBeGreaterThan(5);
    expect(pagesAhead).toBeLessThan(30);
  });
});
