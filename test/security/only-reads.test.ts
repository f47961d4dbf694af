import { expect, it } from 'vitest';
import { Connector, streamNames } from '../support/connector.ts';
import { useVirtualTime } from '../support/virtual-time.ts';
import { quickWorkspace } from '../support/workspaces.ts';

useVirtualTime();

/** Requests other than GET that change nothing of a workspace's data. The jobs of exports are made for this app alone. */
const HARMLESS = [
  'POST /contacts/search',
  'POST /conversations/search',
  'POST /tickets/search',
  'POST /calls/search',
  'POST /export/content/data',
  'POST /export/cancel/:id',
  'POST /export/reporting_data/enqueue',
];

it('check, discover and read of all streams send nothing but GET requests, searches and export jobs', async () => {
  const sandbox = await quickWorkspace();
  try {
    const connector = new Connector(sandbox);
    expect((await connector.check()).exitCode).toBe(0);
    expect((await connector.discover()).exitCode).toBe(0);
    expect((await connector.read(streamNames, 'incremental')).exitCode).toBe(0);
    const calls = sandbox.calls.all().map(({ method, path }) => `${method} ${path}`);
    expect(calls.length).toBeGreaterThan(500);
    const others = calls
      .filter((call) => !call.startsWith('GET '))
      .map((call) => call.replace(/(cancel)\/.*/, '$1/:id'));
    expect(others.length).toBeGreaterThan(10);
    expect([...new Set(others)].filter((call) => !HARMLESS.includes(call))).toEqual([]);
  } finally {
    await sandbox.close();
  }
});
