import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { Connector } from '../support/connector.ts';

/** Its conversations refer to orders, and nothing refers to its subscription plans. */
const sandbox = await startSandbox({ sizes: { contacts: 5, companies: 5, conversations: 5, tickets: 5 } });
const connector = new Connector(sandbox);
const noTypes = { custom_object_types: [] };

beforeEach(() => sandbox.calls.clear());
afterEach(() => sandbox.faults.clear());
afterAll(() => sandbox.close());

async function discovered(types: readonly string[]) {
  const outcome = await connector.discover({ config: { custom_object_types: types } });
  const names = [...outcome.schemas.keys()].filter((name) => name.startsWith('custom_object_'));
  return { ...outcome, names, warnings: outcome.warnings, exitCode: outcome.exitCode };
}

it('discover finds the types that conversations refer to, in the call that tells of their attributes', async () => {
  const { names } = await discovered([]);

  expect(names).toEqual(['custom_object_Order']);
  expect(sandbox.calls.count('/conversations/attributes')).toBe(1);
});

it('discover adds them to the configured types, each once', async () => {
  expect((await discovered(['subscription_plan', 'Order'])).names).toEqual([
    'custom_object_Order',
    'custom_object_subscription_plan',
  ]);
});

it('discover without the permission to read conversations goes by the configuration, with a warning', async () => {
  const match = { path: '/conversations/attributes' };
  sandbox.faults.add({ kind: 'status', status: 403, code: 'forbidden', match, times: Number.POSITIVE_INFINITY });
  const { exitCode, names, warnings } = await discovered(['subscription_plan']);

  expect([exitCode, names]).toEqual([0, ['custom_object_subscription_plan']]);
  expect(warnings).toContainEqual(
    expect.stringMatching(/^Only the custom object types in the configuration have streams.* "Read conversations"/),
  );
});

it('read takes the types from the configured catalog, without a call to find them', async () => {
  const names = ['custom_object_Order', 'custom_object_subscription_plan'] as const;
  const outcome = await connector.read(names, 'full_refresh', { config: noTypes });

  expect([outcome.exitCode, outcome.errors]).toEqual([0, []]);
  for (const name of names) expect(outcome.rows(name)).toEqual([...sandbox.truth(name)]);
  expect(sandbox.calls.all().map(({ path }) => path)).toEqual([
    '/me',
    '/custom_object_instances/Order',
    '/custom_object_instances/subscription_plan',
  ]);
});

it('a type that the workspace lacks ends its stream INCOMPLETE with the reason, and no other', async () => {
  const names = ['custom_object_order', 'custom_object_Order'];
  const outcome = await connector.read(names, 'full_refresh', { config: noTypes });

  expect(outcome.exitCode).toBe(1);
  expect(outcome.statuses('custom_object_order').at(-1)).toBe('INCOMPLETE');
  expect(outcome.error('custom_object_order')).toMatchObject({
    failure_type: 'config_error',
    message: expect.stringMatching(/no custom object type of that identifier: upper and lower case matter/),
  });
  expect(outcome.statuses('custom_object_Order').at(-1)).toBe('COMPLETE');
});

it('a stream that is named like a type without an identifier is unknown', async () => {
  const outcome = await connector.read(['custom_object_'], 'full_refresh');

  expect(outcome.error('custom_object_')?.message).toMatch(/^There is no stream custom_object_\./);
});

it('check names the types that the workspace lacks', async () => {
  const outcome = await connector.check({ config: { custom_object_types: ['Order', 'order'] } });

  expect(outcome.warnings).toEqual([expect.stringMatching(/^Not readable now: custom_object_order\. .*identifier/)]);
});
