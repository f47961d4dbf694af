import { once } from 'node:events';
import { get } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import type { Sandbox, SandboxOptions } from '../../sandbox/sandbox.ts';
import { differences } from '../support/truth.ts';
import { useVirtualTime } from '../support/virtual-time.ts';
import { FOR_EVER, onCall, pagedWorkspace } from '../support/workspaces.ts';
import { read } from './support/reading.ts';

useVirtualTime();

const path = '/companies/scroll';
const names = ['companies', 'company_segments', 'tags'];
let sandbox: Sandbox;
afterEach(() => sandbox.close());

async function open(options: SandboxOptions = {}): Promise<void> {
  sandbox = await pagedWorkspace({ sizes: { companies: 450 }, ...options });
}

/** Another application opens the scroll, and leaves it alone. */
async function openElsewhere(): Promise<void> {
  const request = get(sandbox.url + path, { headers: { Authorization: `Bearer ${sandbox.token}` }, agent: false });
  const [response] = await once(request, 'response');
  await once(response.resume(), 'close');
}

describe('the scroll of companies', () => {
  it.each([
    ['a 500', { kind: 'status', status: 500 }],
    ['an answer that got lost', { kind: 'resetAfter' }],
    ['a server that moved on without an answer', { kind: 'hangAfter' }],
  ] as const)('after %s in its middle starts over, and repeats no company', async (_name, fault) => {
    await open();
    sandbox.faults.add({ ...fault, match: { path, nth: 3 } });
    const outcome = await read(sandbox, { names });
    expect(outcome.exitCode).toBe(0);
    expect(differences(outcome, sandbox, names)).toEqual([]);
    expect(outcome.rows('companies')).toHaveLength(450);
    expect(outcome.logs.join('\n')).toContain('starts over');
  });

  it("waits for another application's scroll to expire", async () => {
    await open();
    await openElsewhere();
    const outcome = await read(sandbox, { names });
    expect(outcome.exitCode).toBe(0);
    expect(differences(outcome, sandbox, names)).toEqual([]);
    expect(outcome.logs.join('\n')).toContain('Another scroll of companies is open');
  });

  it('fails clearly when another application keeps its scroll for good; the other streams are complete', async () => {
    await open({ scroll: { lifeSeconds: 1e9 } });
    await openElsewhere();
    const outcome = await read(sandbox, { names });
    expect(outcome.exitCode).toBe(1);
    expect(outcome.error('companies')).toMatchObject({
      failure_type: 'transient_error',
      message: expect.stringContaining('Another application'),
    });
    expect(outcome.lastStatuses).toMatchObject({ company_segments: 'INCOMPLETE', tags: 'COMPLETE' });
    expect(outcome.tookMs).toBeLessThan(15 * 60_000);
  });

  it('that repeats its last page for ever fails clearly, with every company read', async () => {
    await open();
    sandbox.faults.add({ kind: 'repeatScrollPage', match: { path } });
    const outcome = await read(sandbox, { names });
    expect(outcome.exitCode).toBe(1);
    expect(outcome.error('companies')).toMatchObject({
      failure_type: 'transient_error',
      message: expect.stringContaining('again and again'),
    });
    expect(differences(outcome, sandbox, ['companies'])).toEqual([]);
    expect(outcome.rows('companies')).toHaveLength(450);
    expect(sandbox.calls.count(path)).toBeLessThan(150);
  });

  it.each([
    ['its first', 1],
    ['a later', 3],
    ['its last', 6],
  ])('outlasts half a minute in which nothing answers, from %s page on', async (_name, nth) => {
    await open();
    onCall(sandbox, path, nth, () => {
      sandbox.faults.add({ kind: 'html', status: 503, ...FOR_EVER });
      setTimeout(() => sandbox.faults.clear(), 30_000);
    });
    const outcome = await read(sandbox, { names });
    expect([outcome.exitCode, outcome.errors]).toEqual([0, []]);
    expect(differences(outcome, sandbox, names)).toEqual([]);
  });
});
