import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { Connector, catalogOf, streamNames } from '../support/connector.ts';
import type { Outcome } from '../support/outcome.ts';

/** Waits take no time, so that attempts that fail again and again are soon over. */
vi.mock(import('../../src/intercom/pace/time.ts'), async (original) => ({
  ...(await original()),
  sleep: async (_ms, signal) => {
    await new Promise((resolve) => setTimeout(resolve, 2));
    signal.throwIfAborted();
  },
}));

const sizes = { contacts: 200, companies: 60, conversations: 60, tickets: 40, activity_logs: 50 };
const token = 'dG9rOm5ldmVyX3Nob3c=';
const sandbox = await startSandbox({ sizes, token });
const connector = new Connector(sandbox);
const allScopes = [
  'read_admins',
  'read_admin_activity_logs',
  'read_articles_scope',
  'read_content',
  'read_conversations',
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
});
afterAll(() => sandbox.close());

/** What every failure owes the user. */
function expectDecency(outcome: Outcome): void {
  expect(outcome.text).not.toContain(token);
  for (const { message } of outcome.errors) expect(message).not.toMatch(/\n\s+at |Error:/);
  for (const status of outcome.connectionStatus) expect(status.message ?? '').not.toMatch(/\n\s+at |Error:/);
}

/** The one stream that failed, with its trace; the others are complete. */
function expectOneFailure(outcome: Outcome, names: readonly string[], failed: string, failureType: string): void {
  expect(outcome.exitCode).toBe(1);
  expect(outcome.errors).toHaveLength(1);
  expect(outcome.error(failed)).toMatchObject({ failure_type: failureType });
  for (const name of names) {
    expect([name, ...outcome.statuses(name)]).toEqual([
      name,
      'STARTED',
      'RUNNING',
      name === failed ? 'INCOMPLETE' : 'COMPLETE',
    ]);
    expect(outcome.states(name).length).toBeGreaterThan(0);
  }
  expectDecency(outcome);
}

const endpoints: Readonly<Record<string, string>> = {
  activity_logs: '/admins/activity_logs',
  admins: '/admins',
  companies: '/companies/scroll',
  contacts: '/contacts/search',
  tags: '/tags',
  teams: '/teams',
  tickets: '/tickets/search',
};

describe('read', () => {
  it.each(Object.entries(endpoints))(
    'R25: ends only %s INCOMPLETE when its endpoint fails for ever',
    async (name, path) => {
      sandbox.faults.add({ kind: 'status', status: 500, match: { path }, times: Number.POSITIVE_INFINITY });
      const names = [name, name === 'tags' ? 'teams' : 'tags', 'conversations'];
      expectOneFailure(await connector.read(names, 'full_refresh'), names, name, 'transient_error');
    },
  );

  it.each(Object.entries(endpoints))('R26: a 403 for %s is a config_error of that stream', async (name, path) => {
    sandbox.faults.add({
      ...{ kind: 'status', status: 403, code: 'forbidden', match: { path }, times: Number.POSITIVE_INFINITY },
    });
    const names = [name, name === 'tags' ? 'teams' : 'tags', 'conversations'];
    const outcome = await connector.read(names, 'incremental');
    expectOneFailure(outcome, names, name, 'config_error');
    expect(outcome.error(name)?.message).toMatch(/lacks the permission "Read .* or deselect this stream/);
  });

  it('R26: a refused token is a config_error that tells what to do', async () => {
    const outcome = await connector.read(['tags'], 'full_refresh', { config: { access_token: 'refused-token-value' } });
    expect(outcome.exitCode).toBe(1);
    expect(outcome.errors).toMatchObject([
      { failure_type: 'config_error', message: expect.stringContaining('rejected the access token') },
    ]);
    expect(outcome.statuses('tags')).toEqual(['STARTED', 'RUNNING', 'INCOMPLETE']);
    expect(outcome.text).not.toContain('refused-token-value');
    expectDecency(outcome);
  });

  it('R26: a token that is withdrawn while it is in use ends every stream INCOMPLETE, as a config_error', async () => {
    const refusal = { kind: 'status', status: 401, code: 'unauthorized', times: Number.POSITIVE_INFINITY } as const;
    for (const path of ['/contacts/search', '/me'])
      sandbox.faults.add({ ...refusal, match: { path, ...(path === '/me' && { nth: 2 }) } });
    sandbox.faults.add({ kind: 'slow', ms: 300, match: { path: '/tickets/search' }, times: Number.POSITIVE_INFINITY });
    const outcome = await connector.read(['contacts', 'tickets'], 'full_refresh');
    expect(outcome.exitCode).toBe(1);
    for (const name of ['contacts', 'tickets']) {
      expect(outcome.statuses(name).at(-1)).toBe('INCOMPLETE');
      expect(outcome.error(name)).toMatchObject({
        failure_type: 'config_error',
        message: expect.stringContaining('rejected the access token'),
      });
    }
    expectDecency(outcome);
  });

  it('a 401 of one endpoint alone ends one stream', async () => {
    const match = { path: '/tags' };
    sandbox.faults.add({ kind: 'status', status: 401, code: 'unauthorized', match, times: Number.POSITIVE_INFINITY });
    const names = ['tags', 'contacts'];
    expectOneFailure(await connector.read(names, 'full_refresh'), names, 'tags', 'config_error');
  });

  it('keeps a conversation whose own call fails for the next sync, and is INCOMPLETE', async () => {
    const [conversation] = sandbox.truth('conversations');
    const match = { path: `/conversations/${conversation?.id}` };
    sandbox.faults.add({ kind: 'status', status: 500, match, times: Number.POSITIVE_INFINITY });
    const names = ['conversation_parts', 'conversations'];
    const config = { start_date: '2000-01-01T00:00:00Z' };
    const outcome = await connector.read(names, 'incremental', { config });
    expectOneFailure(outcome, names, 'conversation_parts', 'transient_error');
    sandbox.faults.clear();
    const next = await connector.read(names, 'incremental', { config, state: outcome.lastStates });
    expect(next.exitCode).toBe(0);
    const parts = new Set([...outcome.column('conversation_parts'), ...next.column('conversation_parts')]);
    expect(parts.size).toBe(sandbox.count('conversation_parts'));
    expect(next.rows('conversation_parts').length).toBeLessThan(sandbox.count('conversation_parts') / 2);
  });

  it('R40: an unknown stream is a config_error of its own, the others are complete', async () => {
    const outcome = await connector.read(['tags', 'deals', 'teams'], 'full_refresh');
    expect(outcome.exitCode).toBe(1);
    expect(outcome.statuses('deals')).toEqual(['STARTED', 'RUNNING', 'INCOMPLETE']);
    expect(outcome.error('deals')).toMatchObject({
      failure_type: 'config_error',
      message: expect.stringContaining('deals'),
    });
    for (const name of ['tags', 'teams']) expect(outcome.statuses(name).at(-1)).toBe('COMPLETE');
  });

  it.each(['[', '"text"', '{"streams": 5}'])(
    'R35: says what is wrong with the catalog %s, and reads nothing',
    async (text) => {
      const outcome = await connector.read([], 'full_refresh', {
        catalog: text === '[' ? catalogOf(['tags', 'tags']) : JSON.parse(text),
      });
      expect(outcome).toMatchObject({ exitCode: 1, records: [], errors: [{ failure_type: 'config_error' }] });
      expect(sandbox.calls.count()).toBe(0);
    },
  );

  it('a host that cannot be reached is a transient_error', async () => {
    const outcome = await connector.read(['tags'], 'full_refresh', { url: await closedPort() });
    expect(outcome).toMatchObject({ exitCode: 1, records: [] });
    expect(outcome.errors).toMatchObject([
      { failure_type: 'transient_error', message: expect.stringContaining('could not be reached') },
    ]);
    expect(outcome.statuses('tags')).toEqual(['STARTED', 'RUNNING', 'INCOMPLETE']);
    expectDecency(outcome);
  });

  it('says no more than STARTED of streams when it is stopped before the first answer', async () => {
    const stop = new AbortController();
    sandbox.faults.add({ kind: 'hang', match: { path: '/me' } });
    const reading = connector.read(['tags'], 'full_refresh', { signal: stop.signal });
    await vi.waitFor(() => expect(sandbox.calls.count('/me')).toBe(1));
    stop.abort(new Error('Stopped by SIGTERM.'));
    const outcome = await reading;
    expect(outcome.statuses('tags')).toEqual(['STARTED']);
  });

  it('R31: shows the token nowhere, not even in detail', async () => {
    sandbox.faults.add({ kind: 'reset', match: { path: '/tags' }, times: 2 });
    sandbox.faults.add({ kind: 'malformed', match: { path: '/teams' }, times: Number.POSITIVE_INFINITY });
    expectDecency(await connector.read(streamNames, 'incremental', { isDebug: true }));
  });

  it('R41: asks for nothing but what the configured streams take', async () => {
    await connector.read(['tags', 'tickets'], 'full_refresh');
    const paths = new Set(sandbox.calls.all().map(({ path }) => path.replace(/\d+$/, '#')));
    expect([...paths].toSorted()).toEqual(['/me', '/tags', '/tickets/search']);
  });

  it('R16: prints nothing of streams that are not configured', async () => {
    const outcome = await connector.read(['company_segments', 'conversation_parts'], 'full_refresh');
    const names = new Set([
      ...outcome.records.map(({ stream }) => stream),
      ...outcome.states().map(({ state }) => state.stream.stream_descriptor.name),
    ]);
    expect([...names].toSorted()).toEqual(['company_segments', 'conversation_parts']);
    expect(outcome.statuses('companies')).toEqual([]);
  });
});

describe('check and discover', () => {
  it('R5: succeed with a good token', async () => {
    const outcome = await connector.check();
    expect(outcome).toMatchObject({ exitCode: 0, connectionStatus: [{ status: 'SUCCEEDED' }], warnings: [] });
  });

  it('R6: check of a refused token is FAILED, and says what to do', async () => {
    const outcome = await connector.check({ config: { access_token: 'refused-token-value' } });
    expect(outcome).toMatchObject({ exitCode: 0, errors: [] });
    expect(outcome.connectionStatus).toEqual([
      { status: 'FAILED', message: expect.stringContaining('rejected the access token') },
    ]);
    expectDecency(outcome);
  });

  it('R9: check of a host that cannot be reached is FAILED', async () => {
    const outcome = await connector.check({ url: await closedPort() });
    expect(outcome.connectionStatus).toEqual([
      { status: 'FAILED', message: expect.stringContaining('could not be reached') },
    ]);
    expectDecency(outcome);
  });

  it('check of a token that lacks permissions SUCCEEDS, with a warning for each that names its streams', async () => {
    sandbox.set({ scopes: allScopes.filter((scope) => scope !== 'read_tickets' && scope !== 'read_users_companies') });
    const outcome = await connector.check();
    sandbox.set({ scopes: allScopes });
    expect(outcome.connectionStatus).toEqual([{ status: 'SUCCEEDED' }]);
    expect(outcome.warnings.toSorted()).toEqual([
      expect.stringMatching(
        /^Not readable now: audiences, companies, .*, contacts, segments, subscription_types\. .*"Read and list users and companies"/,
      ),
      expect.stringMatching(/^Not readable now: ticket_states, ticket_types, tickets\. .*"Read tickets"/),
    ]);
  });

  it('check opens no scroll of companies', async () => {
    await connector.check();
    expect(sandbox.calls.count('/companies/scroll*')).toBe(0);
  });

  it('R10: discover with a refused token is one ERROR trace, and no catalog', async () => {
    const outcome = await connector.discover({ config: { access_token: 'refused-token-value' } });
    expect(outcome).toMatchObject({ exitCode: 1, errors: [{ failure_type: 'config_error' }] });
    expect(outcome.schemas.size).toBe(0);
  });

  it('R11: discover prints the same catalog twice, with every stream', async () => {
    const [first, second] = [await connector.discover(), await connector.discover()];
    expect(first.text).toBe(second.text);
    expect([...first.schemas.keys()]).toEqual(streamNames);
  });

  it('discover without the permission to read attributes leaves them untyped, with a warning', async () => {
    sandbox.set({ scopes: allScopes.filter((scope) => scope !== 'read_users_companies') });
    const outcome = await connector.discover();
    sandbox.set({ scopes: allScopes });
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
