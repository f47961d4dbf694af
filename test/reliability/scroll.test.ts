import { afterEach, describe, expect, it } from 'vitest';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/sandbox.ts';
import { differences } from './support/expected.ts';
import { onCall } from './support/hooks.ts';
import { readHere } from './support/in-process.ts';
import { workspaceOf } from './support/inputs.ts';

const path = '/companies/scroll';
const names = ['companies', 'company_segments', 'tags'];
let sandbox: Sandbox;
afterEach(() => sandbox.close());

async function open(options: SandboxOptions = {}): Promise<void> {
  sandbox = await startSandbox(workspaceOf({ sizes: { companies: 450 }, ...options }));
}

/** Another application opens the scroll, and goes on with it as long as it is told to. */
async function openElsewhere(): Promise<void> {
  await fetch(sandbox.url + path, { headers: { Authorization: `Bearer ${sandbox.token}` } });
}

describe('the scroll of companies', () => {
  it.each([
    ['a 500', { kind: 'status', status: 500 }],
    ['an answer that got lost', { kind: 'resetAfter' }],
    ['a server that moved on without an answer', { kind: 'hangAfter' }],
  ] as const)('after %s in its middle starts over, and repeats no company', async (_name, fault) => {
    await open();
    sandbox.faults.add({ ...fault, match: { path, nth: 3 } });
    const { printed, code } = await readHere({ sandbox, names });
    expect(code).toBe(0);
    expect(differences(printed, sandbox, names)).toEqual([]);
    expect(printed.records.get('companies')).toBe(450);
    expect(printed.logs.join()).toContain('starts over');
  });

  it("waits for another application's scroll to expire", async () => {
    await open();
    await openElsewhere();
    const { printed, code } = await readHere({ sandbox, names });
    expect(code).toBe(0);
    expect(differences(printed, sandbox, names)).toEqual([]);
    expect(printed.logs.join()).toContain('Another scroll of companies is open');
  });

  it('fails clearly when another application keeps its scroll for good; the other streams are complete', async () => {
    await open({ scroll: { lifeSeconds: 1e9 } });
    await openElsewhere();
    const { printed, code, tookMs } = await readHere({ sandbox, names });
    expect(code).toBe(1);
    expect(printed.errorOf('companies')).toMatchObject({
      failureType: 'transient_error',
      message: expect.stringContaining('Another application'),
    });
    expect(printed.statuses.get('company_segments')).toBe('INCOMPLETE');
    expect(printed.statuses.get('tags')).toBe('COMPLETE');
    expect(tookMs).toBeLessThan(15 * 60_000);
  });

  it('that repeats its last page for ever fails clearly, with every company read', async () => {
    await open();
    sandbox.faults.add({ kind: 'repeatScrollPage', match: { path } });
    const { printed, code } = await readHere({ sandbox, names });
    expect(code).toBe(1);
    expect(printed.errorOf('companies')).toMatchObject({
      failureType: 'transient_error',
      message: expect.stringContaining('again and again'),
    });
    expect(differences(printed, sandbox, ['companies'])).toEqual([]);
    expect(printed.records.get('companies')).toBe(450);
    expect(sandbox.calls.count(path)).toBeLessThan(150);
  });

  it.each([
    ['its first', 1],
    ['a later', 3],
    ['its last', 6],
  ])('outlasts half a minute in which nothing answers, from %s page on', async (_name, nth) => {
    await open();
    onCall(sandbox, path, nth, () => {
      sandbox.faults.add({ kind: 'html', status: 503, times: 1e9 });
      setTimeout(() => sandbox.faults.clear(), 30_000);
    });
    const { printed, code } = await readHere({ sandbox, names });
    expect(printed.errors).toEqual([]);
    expect(code).toBe(0);
    expect(differences(printed, sandbox, names)).toEqual([]);
  });
});
