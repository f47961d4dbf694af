import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { Connector, catalogOf, streamNames } from '../support/connector.ts';
import { inProcess } from '../support/in-process.ts';
import type { Outcome } from '../support/outcome.ts';
import { faultsOf } from '../support/verdict.ts';
import { useVirtualTime } from '../support/virtual-time.ts';
import { FOR_EVER, onCall, TOKEN } from '../support/workspaces.ts';

useVirtualTime();

const sizes = { contacts: 200, companies: 60, conversations: 20, tickets: 40, activity_logs: 50 };
const sandbox = await startSandbox({ sizes, token: TOKEN });
const connector = new Connector(sandbox);
const allScopes = [
  'export_message_data',
  'export_reporting_data',
  'read_admins',
  'read_admin_activity_logs',
  'read_articles_scope',
  'read_content',
  'read_conversations',
  'read_events',
  'read_help_center_redirects_scope',
  'read_news',
  'read_tags',
  'read_tickets',
  'read_users_companies',
  'read_write_content_snippets',
  'read_write_custom_object_instances',
  'read_write_office_hours',
];

afterEach(() => {
  sandbox.faults.clear();
  sandbox.calls.clear();
  sandbox.set({ scopes: allScopes });
});
afterAll(() => sandbox.close());

/** The one stream that failed, with its trace; the others are complete. */
function expectOneFailure(outcome: Outcome, names: readonly string[], failed: string, failureType: string): void {
  expect(faultsOf(outcome)).toEqual([]);
  expect(outcome.exitCode).toBe(1);
  expect(outcome.errors).toEqual([
    expect.objectContaining({ failure_type: failureType, stream_descriptor: { name: failed } }),
  ]);
  for (const name of names) {
    const end = name === failed ? 'INCOMPLETE' : 'COMPLETE';
    expect([name, ...outcome.statuses(name)]).toEqual([name, 'STARTED', 'RUNNING', end]);
    expect(outcome.states(name).length).toBeGreaterThan(0);
  }
}

describe('read', () => {
  it.each([
    ['read_admin_activity_logs', 'activity_logs', 'Read admin activity logs'],
    ['read_admins', 'admins', 'Read admins'],
    ['read_admins', 'teams', 'Read admins'],
    ['read_tags', 'tags', 'Read tags'],
    ['read_users_companies', 'contacts', 'Read and list users and companies'],
    ['read_users_companies', 'companies', 'Read and list users and companies'],
    ['read_users_companies', 'company_segments', 'Read and list users and companies'],
    ['read_users_companies', 'segments', 'Read and list users and companies'],
    ['read_users_companies', 'contact_attributes', 'Read and list users and companies'],
    ['read_users_companies', 'company_attributes', 'Read and list users and companies'],
    ['read_conversations', 'conversations', 'Read conversations'],
    ['read_conversations', 'conversation_parts', 'Read conversations'],
    ['read_tickets', 'tickets', 'Read tickets'],
  ])('R26: without %s only %s is INCOMPLETE, and says that it takes "%s"', async (scope, stream, permission) => {
    sandbox.set({ scopes: allScopes.filter((one) => one !== scope) });
    const names = [stream, scope === 'read_tags' ? 'tickets' : 'tags'];
    const outcome = await connector.read(names, 'full_refresh');
    expectOneFailure(outcome, names, stream, 'config_error');
    const { message = '' } = outcome.error(stream) ?? {};
    expect(message).toContain(`lacks the permission "${permission}"`);
    expect(message).toMatch(/Grant it in the Developer Hub .*or deselect this stream/);
  });

  it.each(['not-the-token', `${TOKEN}x`])(
    'R26: a token that is refused (%s) is a config_error that tells what to do',
    async (token) => {
      const outcome = await connector.read(['tags'], 'full_refresh', { config: { access_token: token } });
      expect(faultsOf(outcome)).toEqual([]);
      expect(outcome.exitCode).toBe(1);
      expect(outcome.errors).toMatchObject([
        {
          failure_type: 'config_error',
          message: expect.stringMatching(/rejected the access token\. Copy the current/),
        },
      ]);
      expect(outcome.statuses('tags')).toEqual(['STARTED', 'RUNNING', 'INCOMPLETE']);
      expect(outcome.text).not.toContain(token);
    },
  );

  it('R26: a token that is withdrawn while it is in use ends every stream INCOMPLETE, as a config_error', async () => {
    const refusal = { kind: 'status', status: 401, code: 'unauthorized', ...FOR_EVER } as const;
    sandbox.faults.add({ ...refusal, match: { path: '/contacts/search' } });
    sandbox.faults.add({ ...refusal, match: { path: '/me', nth: 2 } });
    sandbox.faults.add({ kind: 'slow', ms: 300, match: { path: '/tickets/search' }, ...FOR_EVER });
    const outcome = await connector.read(['contacts', 'tickets'], 'full_refresh');
    expect(faultsOf(outcome)).toEqual([]);
    expect(outcome.exitCode).toBe(1);
    for (const name of ['contacts', 'tickets']) {
      expect(outcome.statuses(name).at(-1)).toBe('INCOMPLETE');
      expect(outcome.error(name)).toMatchObject({
        failure_type: 'config_error',
        message: expect.stringContaining('rejected the access token'),
      });
    }
  });

  it('a 401 of one endpoint alone ends one stream', async () => {
    const match = { path: '/tags' };
    sandbox.faults.add({ kind: 'status', status: 401, code: 'unauthorized', match, ...FOR_EVER });
    const names = ['tags', 'contacts'];
    expectOneFailure(await connector.read(names, 'full_refresh'), names, 'tags', 'config_error');
  });

  it('R40: an unknown stream is a config_error of its own, the others are complete', async () => {
    const outcome = await connector.read(['tags', 'deals', '__proto__', 'teams'], 'full_refresh');
    expect(faultsOf(outcome)).toEqual([]);
    expect(outcome.exitCode).toBe(1);
    for (const name of ['deals', '__proto__']) {
      expect(outcome.statuses(name)).toEqual(['STARTED', 'RUNNING', 'INCOMPLETE']);
      expect(outcome.error(name)).toMatchObject({
        failure_type: 'config_error',
        message: expect.stringMatching(`${name}.*Refresh the connection's schema, or deselect`),
      });
    }
    for (const name of ['tags', 'teams']) expect(outcome.statuses(name).at(-1)).toBe('COMPLETE');
  });

  it.each([
    ['with a stream twice', catalogOf(['tags', 'tags'])],
    ['that is a text', '"text"'],
    ['whose streams are a number', { streams: 5 }],
  ])('R35: a catalog %s is a config_error, and nothing is read', async (_name, catalog) => {
    const outcome = await connector.run('read', { catalog });
    expect(outcome).toMatchObject({ exitCode: 1, records: [], errors: [{ failure_type: 'config_error' }] });
    expect(sandbox.calls.count()).toBe(0);
  });

  it('a host that cannot be reached is a transient_error', async () => {
    const outcome = await connector.read(['tags'], 'full_refresh', { url: await closedPort() });
    expect(faultsOf(outcome)).toEqual([]);
    expect(outcome).toMatchObject({ exitCode: 1, records: [] });
    expect(outcome.errors).toMatchObject([
      { failure_type: 'transient_error', message: expect.stringContaining('could not be reached (ECONNREFUSED)') },
    ]);
    expect(outcome.statuses('tags')).toEqual(['STARTED', 'RUNNING', 'INCOMPLETE']);
  });

  it('says no more than STARTED of streams when it is stopped before the first answer', async () => {
    const stop = new AbortController();
    sandbox.faults.add({ kind: 'hang', match: { path: '/me' } });
    onCall(sandbox, '/me', 1, () => setTimeout(() => stop.abort(new Error('Stopped by SIGTERM.')), 1_000));
    const launcher = inProcess({ signal: stop.signal });
    const outcome = await connector.read(['tags'], 'full_refresh', { launcher });
    expect(sandbox.calls.count('/me')).toBe(1);
    expect(outcome.statuses('tags').filter((status) => status !== 'STARTED')).toEqual([]);
  });

  it('R41: asks for nothing but what the configured streams take', async () => {
    await connector.read(['tags', 'tickets'], 'full_refresh');
    const paths = new Set(sandbox.calls.all().map(({ path }) => path.replace(/\d+$/, '#')));
    expect([...paths].toSorted()).toEqual(['/me', '/tags', '/tickets/search']);
  });

  it('R16: prints nothing of streams that are not configured', async () => {
    const names = ['company_segments', 'conversation_parts'];
    const outcome = await connector.read(names, 'full_refresh');
    const printed = new Set([
      ...outcome.records.map(({ stream }) => stream),
      ...outcome.states().map(({ state }) => state.stream.stream_descriptor.name),
      ...Object.keys(outcome.lastStatuses),
    ]);
    expect([...printed].toSorted()).toEqual(names);
  });
});

describe('check and discover', () => {
  it('R5: succeed with a good token', async () => {
    const outcome = await connector.check();
    expect(outcome).toMatchObject({ exitCode: 0, connectionStatus: [{ status: 'SUCCEEDED' }], warnings: [] });
  });

  it('R6: check of a refused token is FAILED, and says what to do', async () => {
    const outcome = await connector.check({ config: { access_token: 'refused-token-value' } });
    expect(faultsOf(outcome)).toEqual([]);
    expect(outcome).toMatchObject({ exitCode: 0, errors: [] });
    expect(outcome.connectionStatus).toEqual([
      { status: 'FAILED', message: expect.stringMatching(/rejected the access token\. Copy the current token/) },
    ]);
  });

  it.each(['a b c d e', 'line\nbreak', 'quo"ted\u00e9', '\ud800surrogate', 'na\u00efve'])(
    'check of a token that no header can carry (%j) is FAILED, and says what to do',
    async (token) => {
      const outcome = await connector.check({ config: { access_token: token } });
      expect(outcome).toMatchObject({ exitCode: 0, errors: [] });
      expect(outcome.connectionStatus).toEqual([
        { status: 'FAILED', message: expect.stringMatching(/Copy it again from the Developer Hub/) },
      ]);
    },
  );

  it('R9: check of a host that cannot be reached is FAILED within a minute, and says what to do', async () => {
    const outcome = await connector.check({ url: await closedPort() });
    expect(faultsOf(outcome)).toEqual([]);
    expect(outcome.connectionStatus).toEqual([
      { status: 'FAILED', message: expect.stringMatching(/could not be reached \(ECONNREFUSED\)\. Check the network/) },
    ]);
    expect(outcome.tookMs).toBeGreaterThan(1_000);
    expect(outcome.tookMs).toBeLessThan(60_000);
  });

  it('R9: check of a host that never answers is FAILED within a minute', async () => {
    sandbox.faults.add({ kind: 'hang', match: { path: '/me' }, ...FOR_EVER });
    const outcome = await connector.check();
    expect(outcome.connectionStatus).toEqual([
      { status: 'FAILED', message: expect.stringContaining('did not answer in time') },
    ]);
    expect(outcome.tookMs).toBeLessThan(60_000);
  });

  it('check of a token that lacks permissions SUCCEEDS, with a warning for each that names its streams', async () => {
    sandbox.set({ scopes: allScopes.filter((scope) => scope !== 'read_tickets' && scope !== 'read_users_companies') });
    const outcome = await connector.check();
    expect(outcome.connectionStatus).toEqual([{ status: 'SUCCEEDED' }]);
    expect(outcome.warnings.toSorted()).toEqual([
      expect.stringMatching(
        /^Not readable now: audiences, companies, .*, contact_tags, contacts, .*segments, subscription_types\. .*"Read and list users and companies"/,
      ),
      expect.stringMatching(
        /^Not readable now: ticket_parts, tickets, ticket_states, ticket_type_attributes, ticket_types\. .*"Read tickets"/,
      ),
    ]);
  });

  it('check opens no scroll of companies', async () => {
    await connector.check();
    expect(sandbox.calls.count('/companies/scroll*')).toBe(0);
  });

  it('R10: discover with a refused token is one ERROR trace, and no catalog', async () => {
    const outcome = await connector.discover({ config: { access_token: 'refused-token-value' } });
    expect(faultsOf(outcome)).toEqual([]);
    expect(outcome).toMatchObject({ exitCode: 1, errors: [{ failure_type: 'config_error' }], catalog: [] });
  });

  it('R11: discover prints the same catalog twice, with every stream', async () => {
    const [first, second] = [await connector.discover(), await connector.discover()];
    expect(first.text).toBe(second.text);
    expect([...first.schemas.keys()]).toEqual(streamNames);
  });

  it('discover without the permission to read attributes leaves them untyped, with a warning', async () => {
    sandbox.set({ scopes: allScopes.filter((scope) => scope !== 'read_users_companies') });
    const outcome = await connector.discover();
    expect(outcome.exitCode).toBe(0);
    expect(outcome.warnings).toContainEqual(expect.stringContaining('custom attributes of contacts'));
  });
});

/** An address where nobody listens. */
async function closedPort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 9}`;
}
