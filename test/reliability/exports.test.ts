import { env } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { Launcher } from '../support/connector.ts';
import { Destination } from '../support/destination.ts';
import { CutReader, inProcess } from '../support/in-process.ts';
import type { SyncMode } from '../support/inputs.ts';
import { differences, strangers } from '../support/truth.ts';
import { faultsOf } from '../support/verdict.ts';
import { useVirtualTime } from '../support/virtual-time.ts';
import { FOR_EVER, onCall, pagedWorkspace } from '../support/workspaces.ts';
import { read } from './support/reading.ts';
import { badAnswers } from './support/requests.ts';

useVirtualTime();

const DAY_MS = 86_400_000;

/** Of a job: where it is made, asked for, and downloaded. */
const kinds = [
  {
    stream: 'message_receipts',
    // More than a batch in each window.
    rows: 7_000,
    made: '/export/content/data',
    status: /^\/export\/content\/data\/\w+$/,
    download: /^\/download\/content\/data\/\w+$/,
    jobs: (sandbox: Sandbox) => sandbox.change.messageExports(),
    occupy: (sandbox: Sandbox, seconds: number) => sandbox.change.occupyMessageExport(seconds),
  },
  {
    stream: 'report_conversation',
    rows: 900,
    made: '/export/reporting_data/enqueue',
    status: /^\/export\/reporting_data\/(?!get_|enqueue)\w+$/,
    download: /^\/download\/reporting_data\/\w+$/,
    jobs: (sandbox: Sandbox) => sandbox.change.reportExports(),
    occupy: (sandbox: Sandbox, seconds: number) => sandbox.change.occupyReportExports(seconds),
  },
] as const;

let sandbox: Sandbox;
async function open(rows: number): Promise<void> {
  const sizes = { message_receipts: rows, conversations: rows, contacts: 20, companies: 5, tickets: 5 };
  sandbox = await pagedWorkspace({ sizes, exports: { jobSeconds: 40 }, rateLimit: { perWindow: 100_000 } });
}
afterEach(() => sandbox.close());

/** A read that nobody listens to any more from the `nth` call to a path on: what a killed process has printed. */
function cutAt(path: string | RegExp, nth: number): Launcher {
  return cutWhen((cut) => onCall(sandbox, path, nth, cut));
}

function cutWhen(arm: (cut: () => void) => void, characters = Number.POSITIVE_INFINITY): Launcher {
  return async (start) => {
    const stop = new AbortController();
    const stdout = new CutReader(characters, () => stop.abort(new Error('The output is cut.')));
    arm(() => stdout.cut());
    const outcome = await inProcess({ stdout, signal: stop.signal })(start);
    sandbox.set({ latencyMs: 0 });
    return outcome;
  };
}

async function readOn(stream: string, destination: Destination, launcher: Launcher, mode: SyncMode = 'incremental') {
  const outcome = await read(sandbox, { names: [stream], mode, launcher, state: destination.state });
  destination.take(outcome);
  return outcome;
}

/** The seconds at which windows begin for which more than one job was made. */
function madeTwice(jobs: readonly { readonly from: number }[]): number[] {
  const starts = jobs.map(({ from }) => from);
  return starts.filter((from, index) => starts.indexOf(from) !== index);
}

describe.each(kinds)('$stream', ({ stream, made, status, download, jobs, occupy, rows }) => {
  beforeEach(() => open(rows));

  it.each<SyncMode>(['incremental', 'full_refresh'])(
    'R46: mode %s reads each row once, by one job a window',
    async (mode) => {
      const outcome = await read(sandbox, { names: [stream], mode });
      expect(outcome.errors).toEqual([]);
      expect(differences(outcome, sandbox, [stream])).toEqual([]);
      expect(outcome.rows(stream)).toHaveLength(rows);
      expect(strangers(outcome, sandbox, stream)).toEqual([]);
      expect(madeTwice(jobs(sandbox))).toEqual([]);
    },
  );

  const phases = [
    { phase: 'while a job waits', path: status, nth: 1 },
    { phase: 'while a later job runs', path: status, nth: 12 },
    { phase: 'when a download begins', path: download, nth: 2 },
  ];
  it.each(phases)('R46: killed $phase, a sync goes on with the same job', async ({ path, nth }) => {
    const destination = new Destination();
    const killed = await readOn(stream, destination, cutAt(path, nth));
    expect(killed.signal).toBe('SIGKILL');
    await sleep(60_000);
    const outcome = await readOn(stream, destination, inProcess());
    expect([outcome.exitCode, outcome.errors]).toEqual([0, []]);
    expect(differences(destination, sandbox, [stream])).toEqual([]);
    expect(madeTwice(jobs(sandbox))).toEqual([]);
    // Next to nothing comes again: rows within 15 minutes of the border of a window are rare.
    expect(destination.repeated.get(stream)?.size ?? 0).toBeLessThan(20);
  });

  it('R46: killed at any point of its output, a sync goes on behind the last row that a state vouches for', async () => {
    const undisturbed = await read(sandbox, { names: [stream] });
    for (const share of env.LONG === '1' ? [0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95] : [0.2, 0.5, 0.8]) {
      const destination = new Destination();
      const before = jobs(sandbox).length;
      const killed = await readOn(
        stream,
        destination,
        cutWhen(() => undefined, undisturbed.text.length * share),
      );
      expect(killed.signal).toBe('SIGKILL');
      await sleep(60_000);
      const outcome = await readOn(stream, destination, inProcess());
      expect([outcome.exitCode, outcome.errors]).toEqual([0, []]);
      expect(differences(destination, sandbox, [stream])).toEqual([]);
      expect(madeTwice(jobs(sandbox).slice(before))).toEqual([]);
      // A batch has no more rows than this.
      expect(destination.repeated.get(stream)?.size ?? 0).toBeLessThan(2_020);
    }
  });

  it('R46: killed before Intercom has named the job, a sync makes another one, once the first has ended', async () => {
    const destination = new Destination();
    await readOn(stream, destination, cutAt(made, 2));
    const outcome = await readOn(stream, destination, inProcess());
    expect([outcome.exitCode, outcome.errors]).toEqual([0, []]);
    expect(differences(destination, sandbox, [stream])).toEqual([]);
    expect(madeTwice(jobs(sandbox)).length).toBeLessThan(2);
  });

  it('a job whose file has expired is made again', async () => {
    const destination = new Destination();
    await readOn(stream, destination, cutAt(download, 2));
    await sleep(3 * DAY_MS);
    const outcome = await readOn(stream, destination, inProcess());
    expect([outcome.exitCode, outcome.errors]).toEqual([0, []]);
    expect(differences(destination, sandbox, [stream])).toEqual([]);
    expect(outcome.text).toMatch(
      /an export job has disappeared from Intercom, or its file cannot be read, so another one is made/,
    );
  });

  it("waits for another application's jobs, says so, and holds back no other stream", async () => {
    occupy(sandbox, 25 * 60);
    const outcome = await read(sandbox, { names: [stream, 'tags', 'contacts'] });
    expect(outcome.errors).toEqual([]);
    expect(differences(outcome, sandbox, [stream, 'tags', 'contacts'])).toEqual([]);
    expect(outcome.text).toContain(`${stream}: another export of this workspace is running.`);
    const at = (name: string) => outcome.messages.findIndex((message) => isEnd(message, name));
    expect(at('contacts')).toBeLessThan(at(stream));
    expect(outcome.text).not.toContain('RATE_LIMITED');
    expect(outcome.tookMs).toBeLessThan(40 * 60_000);
  });

  it('gives up after some hours of them, INCOMPLETE with the reason', async () => {
    occupy(sandbox, 100 * 3_600);
    const outcome = await read(sandbox, { names: [stream, 'tags'] });
    expect(faultsOf(outcome)).toEqual([]);
    expect(outcome.statuses(stream).at(-1)).toBe('INCOMPLETE');
    expect(outcome.error(stream)).toMatchObject({
      failure_type: 'transient_error',
      message: expect.stringMatching(/as many export jobs as Intercom allows/),
    });
    expect(outcome.statuses('tags').at(-1)).toBe('COMPLETE');
    expect(outcome.tookMs).toBeLessThan(4 * 3_600_000);
  });

  it('halves its windows when jobs fail, and keeps to what works', async () => {
    sandbox.set({ exports: { longestDays: 8 } });
    const outcome = await read(sandbox, { names: [stream] });
    expect(outcome.errors).toEqual([]);
    expect(outcome.rows(stream)).toHaveLength(rows);
    expect(differences(outcome, sandbox, [stream])).toEqual([]);
    const lengths = jobs(sandbox).map(({ from, to }) => Math.round((to - from) / 86_400));
    expect(lengths.slice(0, 4)).toEqual([30, 15, 8, 8]);
    expect(Math.max(...lengths.slice(2))).toBe(8);
  });

  it('halves its windows when jobs take too long', async () => {
    sandbox.set({ exports: { jobSeconds: 5 * 3_600 } });
    onCall(sandbox, made, 2, () => sandbox.set({ exports: { jobSeconds: 10 } }));
    const outcome = await read(sandbox, { names: [stream] });
    expect(outcome.errors).toEqual([]);
    expect(differences(outcome, sandbox, [stream])).toEqual([]);
    const [first, second] = jobs(sandbox);
    expect(first?.isCanceled).toBe(stream === 'message_receipts');
    expect((second?.to ?? 0) - (second?.from ?? 0)).toBeLessThan(16 * 86_400);
  });

  it('ends INCOMPLETE when even jobs for an hour fail', async () => {
    sandbox.set({ exports: { longestDays: 0 } });
    const outcome = await read(sandbox, { names: [stream] });
    expect(faultsOf(outcome)).toEqual([]);
    expect(outcome.error(stream)?.message).toMatch(/export jobs .* fail .* even for an hour/);
    expect(jobs(sandbox).length).toBeLessThan(15);
  });
});

/** All of them in the long form; a refusal, a bad answer and half of one in the short one. */
const lasting = badAnswers.filter(({ fault: { kind } }) =>
  env.LONG === '1' ? kind !== 'rateLimit' : ['status', 'empty', 'truncate'].includes(kind),
);

/** All of them in the long form; those that hide what the server did in the short one. */
const passing = badAnswers.filter(
  ({ fault: { kind } }) => env.LONG === '1' || ['resetAfter', 'truncate', 'hangAfter'].includes(kind),
);

describe.each(kinds)('$stream', ({ stream, made, status, download }) => {
  const rows = 120;
  beforeEach(() => open(rows));

  const requests = [
    { request: 'that makes a job', path: made, nth: 2 },
    { request: 'for the status of a job', path: status, nth: 3 },
    { request: 'for a file', path: download, nth: 2 },
  ];
  describe.each(requests)('a request $request', ({ path, nth }) => {
    it.each(passing)('met by $name once: everything arrives, and once', async ({ fault }) => {
      sandbox.faults.add({ ...fault, match: { path, nth } });
      const outcome = await read(sandbox, { names: [stream] });
      expect(sandbox.faults.struck).toBe(1);
      expect(outcome.errors).toEqual([]);
      expect(outcome.rows(stream)).toHaveLength(rows);
      expect(differences(outcome, sandbox, [stream])).toEqual([]);
    });

    it.each(lasting)('R25: met by $name for ever: the stream is INCOMPLETE and says so', async ({ fault }) => {
      onCall(sandbox, path, nth, () => sandbox.faults.add({ ...fault, match: { path }, ...FOR_EVER }));
      const outcome = await read(sandbox, { names: [stream, 'tags'] });
      expect(faultsOf(outcome)).toEqual([]);
      expect(outcome.statuses(stream).at(-1)).toBe('INCOMPLETE');
      expect(outcome.error(stream)?.failure_type).toBe('transient_error');
      expect(outcome.statuses('tags').at(-1)).toBe('COMPLETE');
      expect(sandbox.calls.count(path)).toBeLessThan(80);
    });
  });
});

function isEnd(message: unknown, stream: string): boolean {
  const { trace } = Object(message);
  const { stream_status: status } = Object(trace);
  return Object(status).status === 'COMPLETE' && Object(status).stream_descriptor?.name === stream;
}
