import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { Connector, streamNames } from '../support/connector.ts';
import { useVirtualTime } from '../support/virtual-time.ts';

useVirtualTime();

const sandbox = await startSandbox({ sizes: { contacts: 5, companies: 5, conversations: 5, tickets: 5 } });
const connector = new Connector(sandbox);
const complete = await connector.discover();

afterEach(() => sandbox.faults.clear());
afterAll(() => sandbox.close());

function failing(path: string, status: number, code?: string): void {
  const match = { path };
  sandbox.faults.add({ kind: 'status', status, ...(code && { code }), match, times: Number.POSITIVE_INFINITY });
}

function propertyOf(schema: object | undefined, name: string): unknown {
  return Reflect.get(Object(Reflect.get(Object(schema), 'properties')), name);
}

const sources = [
  ['tickets', '/ticket_types', 'ticket_attributes'],
  ['conversations', '/conversations/attributes', 'custom_attributes'],
  ['contacts', '/data_attributes', 'custom_attributes'],
] as const;

describe.each([
  ['an unpaid plan', 403, 'api_plan_restricted', 'plan does not include'],
  ['a missing permission', 403, 'forbidden', 'lacks the permission'],
  ['a missing permission, as older endpoints say it', 401, 'token_unauthorized', 'lacks the permission'],
  ['a feature that the workspace does not have', 404, 'not_found', 'nothing at'],
  ['a feature that is gone', 410, undefined, 'nothing at'],
  ['an API version without the feature', 400, 'intercom_version_invalid', 'does not offer'],
  ['a request that the API no longer understands', 422, 'parameter_invalid', 'rejected a request'],
])('discover, in the face of %s', (_name, status, code, reason) => {
  it.each(sources)(
    'prints %s with untyped attributes, with a warning, and all else as ever',
    async (name, path, property) => {
      failing(path, status, code);
      const outcome = await connector.discover();

      expect([outcome.exitCode, outcome.errors]).toEqual([0, []]);
      expect([...outcome.schemas.keys()]).toEqual(streamNames);
      expect(propertyOf(complete.schemas.get(name), property)).toHaveProperty('properties');
      expect(propertyOf(outcome.schemas.get(name), property)).toMatchObject({ type: ['null', 'object'] });
      expect(propertyOf(outcome.schemas.get(name), property)).not.toHaveProperty('properties');
      expect(outcome.warnings).toContainEqual(
        expect.stringMatching(`^The custom attributes of ${name} stay one object without types\\. .*${reason}`),
      );
    },
  );
});

it('discover prints streams untyped, with a warning each, where no answer has the shape that is known', async () => {
  const server = createServer((_request, response) => response.end('{"types": "none"}')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const outcome = await connector.discover({ url: `http://127.0.0.1:${Object(server.address()).port}` });
  server.close();

  expect(outcome).toMatchObject({ exitCode: 0, errors: [] });
  expect([...outcome.schemas.keys()]).toEqual(streamNames);
  expect(outcome.warnings).toHaveLength(6);
  expect(outcome.warnings).toContainEqual(
    expect.stringMatching(/^The custom attributes of tickets .* no list of records/),
  );
});

it.each([
  ['a refused token', 401, 'unauthorized', 'config_error'],
  ['a server that keeps failing', 503, undefined, 'transient_error'],
  ['a redirect', 302, undefined, 'config_error'],
])('discover fails for %s', async (_name, status, code, failureType) => {
  failing('/ticket_types', status, code);
  const outcome = await connector.discover();

  expect(outcome).toMatchObject({ exitCode: 1, errors: [{ failure_type: failureType }] });
  expect(outcome.schemas.size).toBe(0);
});

it('discover fails where the connection is cut', async () => {
  sandbox.faults.add({ kind: 'reset', match: { path: '/ticket_types' }, times: Number.POSITIVE_INFINITY });
  const outcome = await connector.discover();

  expect(outcome).toMatchObject({ exitCode: 1, errors: [{ failure_type: 'transient_error' }] });
});
