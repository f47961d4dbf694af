import { env } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { Connector, streamNames } from '../support/connector.ts';
import { differences } from '../support/truth.ts';
import { faultsOf } from '../support/verdict.ts';
import { useVirtualTime } from '../support/virtual-time.ts';
import { FOR_EVER, onCall, pagedWorkspace } from '../support/workspaces.ts';
import { read } from './support/reading.ts';
import { badAnswers, type RequestKind, requestKinds } from './support/requests.ts';
import { askedRoutes, groupRoutes } from './support/routes.ts';

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

type Sizes = RequestKind['sizes'];

async function open(sizes: Sizes): Promise<Sandbox> {
  const key = JSON.stringify(sizes);
  const sandbox = sandboxes.get(key) ?? (await pagedWorkspace({ sizes }));
  sandboxes.set(key, sandbox);
  return sandbox;
}

/** Some records of everything. */
const few = { contacts: 30, companies: 30, conversations: 15, tickets: 20, activity_logs: 30 };
/** What a read of each stream alone asks for in such a workspace. */
const needs = new Map<string, readonly string[]>();
beforeAll(async () => {
  const sandbox = await open(few);
  for (const name of streamNames) {
    sandbox.calls.clear();
    await read(sandbox, { names: [name] });
    needs.set(name, askedRoutes(sandbox));
    await sleep(120_000);
  }
  sandbox.calls.clear();
});

describe.each(badAnswers)('$name, once', ({ fault }) => {
  // A request that has not been answered for five minutes is given up, and two walks may ask for the same.
  const isSlow = isHanging(fault);

  it(`to each endpoint${isSlow ? '' : ', and once more after the next answer'}: everything arrives`, async () => {
    const routes = [...new Set([...needs.values()].flat())].toSorted();
    const sandbox = await open(few);
    for (const route of routes) {
      sandbox.faults.add({ ...fault, match: { route, nth: 1 } });
      // The first request does not count: it has met the other fault.
      if (!isSlow) sandbox.faults.add({ ...fault, match: { route, nth: 2 } });
    }
    const outcome = await read(sandbox);
    expect(routes.length).toBeGreaterThan(40);
    expect(askedRoutes(sandbox)).toEqual(routes);
    expect(sandbox.faults.struck).toBeGreaterThanOrEqual(routes.length * (isSlow ? 1 : 1.3));
    expect([outcome.exitCode, outcome.errors]).toEqual([0, []]);
    expect(differences(outcome, sandbox, streamNames)).toEqual([]);
  });

  it.each(requestKinds)('to $name: everything arrives', async ({ path, nth, stream, sizes, prepare }) => {
    const sandbox = await open(sizes);
    prepare?.(sandbox);
    sandbox.faults.add({ ...fault, match: { path, nth } });
    const struckBefore = sandbox.faults.struck;
    const outcome = await read(sandbox, { names: [stream] });
    expect(sandbox.faults.struck).toBeGreaterThan(struckBefore);
    expect([outcome.exitCode, outcome.errors]).toEqual([0, []]);
    expect(differences(outcome, sandbox, [stream])).toEqual([]);
  });

  it('to GET /me: everything arrives', async () => {
    const sandbox = await open({});
    sandbox.faults.add({ ...fault, match: { path: '/me' } });
    const outcome = await read(sandbox, { names: ['tags'] });
    expect(sandbox.faults.struck).toBe(1);
    expect(differences(outcome, sandbox, ['tags'])).toEqual([]);
    expect(outcome.exitCode).toBe(0);
  });

  it('while streams are discovered: they are', async () => {
    const sandbox = await open({});
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

const TIMEOUT_MS = 120_000;

type Fault = (typeof badAnswers)[number]['fault'];

function isHanging({ kind }: Fault): boolean {
  return kind === 'hang' || kind === 'hangAfter';
}

/** The needs without the endpoint of texts, where the fault is half of a body: of a text, half is a text as well. */
function withoutTexts(fault: Fault, all: ReadonlyMap<string, readonly string[]>): typeof all {
  if (!('announced' in fault) || fault.announced !== 'cut') return all;
  return new Map(
    [...all].map(([stream, routes]) => [stream, routes.filter((route) => !route.endsWith('/transcript'))]),
  );
}

/** Requests that a stream makes at most before it gives up; `requestKinds` has narrower bounds. */
const MOST_PER_STREAM = 250;

describe.each(lasting)('$name, for ever', ({ fault }) => {
  it('R25: to any endpoint: the streams that need it are INCOMPLETE and say so, the others are complete', {
    timeout: TIMEOUT_MS,
  }, async () => {
    const sandbox = await open(few);
    const groups = groupRoutes(withoutTexts(fault, needs));
    expect(groups.flatMap(({ routes }) => routes).length).toBeGreaterThan(40);
    for (const { routes, streams } of groups) {
      for (const route of routes) sandbox.faults.add({ ...fault, match: { route }, ...FOR_EVER });
      sandbox.calls.clear();
      const outcome = await read(sandbox);
      const expected = Object.fromEntries(
        streamNames.map((name) => [name, streams.includes(name) ? 'INCOMPLETE' : 'COMPLETE']),
      );
      expect({ routes, ...outcome.lastStatuses }).toEqual({ routes, ...expected });
      expect(faultsOf(outcome)).toEqual([]);
      const spoiled = outcome.errors.map(({ stream_descriptor }) => stream_descriptor?.name);
      expect(spoiled.toSorted()).toEqual(streams.toSorted());
      for (const name of streams) {
        expect([name, outcome.error(name)?.failure_type]).toEqual([name, 'transient_error']);
        expect(outcome.states(name).length).toBeGreaterThan(0);
      }
      const healthy = streamNames.filter((name) => !streams.includes(name));
      expect(differences(outcome, sandbox, healthy)).toEqual([]);
      expect(outcome.exitCode).toBe(1);
      // Dozens of endpoints fail in the same read. While nothing answers, few requests are in flight, for minutes each.
      expect(outcome.tookMs).toBeLessThan((isHanging(fault) ? 6 : 2) * 3_600_000);
      const asked = sandbox.calls.count(({ route }) => routes.includes(route));
      expect(asked).toBeLessThan(MOST_PER_STREAM * streams.length);
      sandbox.faults.clear();
      await sleep(3_600_000);
    }
  });

  it.each(requestKinds)(
    'R25: to $name: that stream is INCOMPLETE and says so, another is complete',
    async ({ path, nth, stream, most, sizes, prepare }) => {
      const sandbox = await open(sizes);
      prepare?.(sandbox);
      onCall(sandbox, path, nth, () => sandbox.faults.add({ ...fault, match: { path }, ...FOR_EVER }));
      const outcome = await read(sandbox, { names: [stream, 'admins'] });
      expect(faultsOf(outcome)).toEqual([]);
      expect(outcome.errors).toHaveLength(1);
      expect(outcome.statuses(stream)).toEqual(['STARTED', 'RUNNING', 'INCOMPLETE']);
      expect(outcome.error(stream)?.failure_type).toBe('transient_error');
      expect(outcome.states(stream).length).toBeGreaterThan(0);
      expect(outcome.statuses('admins')).toEqual(['STARTED', 'RUNNING', 'COMPLETE']);
      expect(differences(outcome, sandbox, ['admins'])).toEqual([]);
      expect(outcome.exitCode).toBe(1);
      expect(sandbox.calls.count(path)).toBeLessThanOrEqual(most);
      expect(outcome.tookMs).toBeLessThan(2 * 3_600_000);
    },
  );
});
