import { env } from 'node:process';
import { afterEach, describe, expect, it } from 'vitest';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/sandbox.ts';
import { differences } from './support/expected.ts';
import { onCall } from './support/hooks.ts';
import { discoverHere, readHere } from './support/in-process.ts';
import { workspaceOf } from './support/inputs.ts';
import { badAnswers, requestKinds } from './support/requests.ts';

let sandbox: Sandbox | undefined;
afterEach(() => sandbox?.close());

async function open(options: SandboxOptions = {}): Promise<Sandbox> {
  sandbox = await startSandbox(workspaceOf(options));
  return sandbox;
}

describe.each(badAnswers)('$name, once', ({ fault }) => {
  it.each(requestKinds)('to $name: everything arrives', async ({ path, nth = 1, streams, workspace, prepare }) => {
    const sandbox = await open(workspace);
    prepare?.(sandbox);
    sandbox.faults.add({ ...fault, match: { path, nth } });
    const struckBefore = sandbox.faults.struck;
    const { printed, code } = await readHere({ sandbox, names: [...streams, 'admins'] });
    expect(sandbox.faults.struck).toBeGreaterThan(struckBefore);
    expect(printed.errors).toEqual([]);
    expect(differences(printed, sandbox, [...streams, 'admins'])).toEqual([]);
    expect(code).toBe(0);
  });

  it('to GET /me: everything arrives', async () => {
    const sandbox = await open();
    sandbox.faults.add({ ...fault, match: { path: '/me' } });
    const { printed, code } = await readHere({ sandbox, names: ['tags'] });
    expect(sandbox.faults.struck).toBe(1);
    expect(differences(printed, sandbox, ['tags'])).toEqual([]);
    expect(code).toBe(0);
  });

  it('while streams are discovered: they are', async () => {
    const sandbox = await open();
    sandbox.faults.add({ ...fault, match: { path: '/data_attributes' } });
    const { printed, code } = await discoverHere({ sandbox });
    expect(sandbox.faults.struck).toBe(1);
    expect(printed.errors).toEqual([]);
    expect(code).toBe(0);
  });
});

/** All of them in the long form; a request that the server refuses and one that it answers badly in the short one. */
const lasting = badAnswers.filter(({ fault: { kind } }) =>
  env.LONG === '1' ? kind !== 'rateLimit' : ['status', 'empty'].includes(kind),
);

describe.each(lasting)('$name, for ever', ({ fault }) => {
  it.each(requestKinds)(
    'to $name: that stream is INCOMPLETE and says so, the others are complete',
    async ({ path, nth = 1, streams, spoiled = streams, most, workspace, prepare }) => {
      const sandbox = await open(workspace);
      prepare?.(sandbox);
      onCall(sandbox, path, nth, () =>
        sandbox.faults.add({ ...fault, match: { path }, times: Number.POSITIVE_INFINITY }),
      );
      const { printed, code, tookMs } = await readHere({ sandbox, names: [...streams, 'admins'] });
      for (const name of spoiled) {
        expect(printed.statuses.get(name)).toBe('INCOMPLETE');
        expect(printed.errorOf(name)?.failureType).toBe('transient_error');
      }
      const healthy = ['admins', ...streams.filter((name) => !spoiled.includes(name))];
      for (const name of healthy) expect(printed.statuses.get(name)).toBe('COMPLETE');
      expect(differences(printed, sandbox, healthy)).toEqual([]);
      expect(code).toBe(1);
      expect(sandbox.calls.count(path)).toBeLessThanOrEqual(most);
      expect(tookMs).toBeLessThan(2 * 3_600_000);
    },
  );
});
