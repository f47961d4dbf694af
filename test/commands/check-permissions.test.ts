import { afterAll, describe, expect, it } from 'vitest';
import { routes } from '../../sandbox/resources/all.ts';
import { Connector, streamNames, streams } from '../support/connector.ts';
import { useVirtualTime } from '../support/virtual-time.ts';
import { smallWorkspace } from '../support/workspaces.ts';

useVirtualTime();

const sandbox = await smallWorkspace();
const connector = new Connector(sandbox);
const config = { custom_object_types: ['Order', 'subscription_plan'], start_date: '2000-01-01T00:00:00Z' };
/** The permissions of the API, except for those that only let write. */
const scopes = [...new Set(routes.flatMap(({ scope }) => scope ?? []))].filter((scope) => !scope.startsWith('write_'));
afterAll(() => sandbox.close());

describe('check', () => {
  it('of all streams ends within ten seconds where each answer takes half a second', async () => {
    sandbox.set({ latencyMs: 500 });
    sandbox.calls.clear();
    const outcome = await connector.check({ config });
    sandbox.set({ latencyMs: 0 });

    expect([outcome.connectionStatus, outcome.warnings]).toEqual([[{ status: 'SUCCEEDED' }], []]);
    expect(outcome.tookMs).toBeLessThanOrEqual(10_000);
    expect(sandbox.calls.count()).toBeGreaterThan(30);
    expect(sandbox.calls.count()).toBeLessThan(streamNames.length);
  });
});

describe.each(scopes)('without the permission %s', (missing) => {
  it('check names in one warning exactly the streams that a read then does not bring', async () => {
    sandbox.set({ scopes: scopes.filter((scope) => scope !== missing) });
    const [checked, read] = [
      await connector.check({ config }),
      await connector.read(streamNames, 'incremental', { config }),
    ];

    expect(checked.connectionStatus).toEqual([{ status: 'SUCCEEDED' }]);
    const [warning = '', ...others] = checked.warnings;
    expect(others).toEqual([]);
    const [, named = ''] = /^Not readable now: ([\w, ]+)\. /.exec(warning) ?? [];
    const statuses = Object.entries(read.lastStatuses);
    const lost = statuses.filter(([, status]) => status === 'INCOMPLETE').map(([name]) => name);
    expect(named.split(', ').toSorted()).toEqual(lost.toSorted());
    expect(lost.length).toBeGreaterThan(0);
    const needed = streams
      .filter(({ name }) => lost.includes(name))
      .map(({ permissions, parentPermissions }) => [...permissions, ...parentPermissions]);
    expect(needed.filter((permissions) => !permissions.some((one) => warning.includes(`"${one}"`)))).toEqual([]);
    for (const { failure_type, message } of read.errors) {
      expect([failure_type, message]).toEqual(['config_error', expect.stringContaining('permission')]);
    }
  });
});
