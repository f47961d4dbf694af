import { expect, it } from 'vitest';
import type { Api, ApiRequest, Body } from '../../src/intercom/api.ts';
import { toApiError } from '../../src/intercom/http/api-errors.ts';
import { readWorkspace } from '../../src/intercom/workspace.ts';

function answering(body: Body): Api {
  return { send: async () => body };
}

function refusing(status: number, code: string): Api {
  return {
    send: async (request: ApiRequest) => {
      throw toApiError({ status, code }, request);
    },
  };
}

const unknown = { id: '', name: '', timeZone: 'UTC', region: undefined, createdAt: 0 };
const app = {
  id_code: 'xyz789',
  name: 'ACME',
  region: 'US',
  timezone: 'America/Los_Angeles',
  created_at: 1_671_465_577,
};

it('reads the workspace at /me', async () => {
  const asked: ApiRequest[] = [];
  const api: Api = {
    send: async (request) => {
      asked.push(request);
      return { type: 'admin', app };
    },
  };
  await expect(readWorkspace(api)).resolves.toEqual({
    id: 'xyz789',
    name: 'ACME',
    timeZone: 'America/Los_Angeles',
    region: 'us',
    createdAt: 1_671_465_577,
  });
  expect(asked).toEqual([{ method: 'GET', path: '/me' }]);
});

it.each([
  ['US', 'us'],
  ['EU', 'eu'],
  ['Europe', 'eu'],
  ['AU', 'au'],
  ['Australia', 'au'],
  ['Mars', undefined],
  ['constructor', undefined],
  [7, undefined],
])('knows the region %s as %s', async (region, known) => {
  await expect(readWorkspace(answering({ app: { ...app, region } }))).resolves.toMatchObject({
    region: known,
    name: 'ACME',
  });
});

it.each([['Pacific Time (US & Canada)'], [''], [null], [undefined], [3]])(
  'takes the zone %o for UTC',
  async (timezone) => {
    await expect(readWorkspace(answering({ app: { ...app, timezone } }))).resolves.toMatchObject({ timeZone: 'UTC' });
  },
);

it.each([[{}], [{ app: null }], [{ app: 'ACME' }]])('knows nothing of a workspace from %o', async (body) => {
  await expect(readWorkspace(answering(body))).resolves.toEqual(unknown);
});

it('a token that may not read /me is a good token', async () => {
  await expect(readWorkspace(refusing(403, 'forbidden'))).resolves.toEqual(unknown);
  await expect(readWorkspace(refusing(401, 'token_unauthorized'))).resolves.toEqual(unknown);
});

it('a token that Intercom refuses throws', async () => {
  await expect(readWorkspace(refusing(401, 'unauthorized'))).rejects.toMatchObject({ failureType: 'config_error' });
  await expect(readWorkspace(refusing(500, 'server_error'))).rejects.toMatchObject({ status: 500 });
});
