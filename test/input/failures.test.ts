import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '../../sandbox/resources/all.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { errorsOf, InputFiles, inProcess, messagesOf, statusesOf } from './support/connector.ts';
import { faultsOf } from './support/verdict.ts';
import { smallWorkspace, TOKEN } from './support/workspace.ts';

let sandbox: Sandbox;
let files: InputFiles;
let scopes: readonly string[];
beforeAll(async () => {
  sandbox = await smallWorkspace();
  files = await InputFiles.create();
  scopes = [...new Set(routes.flatMap(({ scope }) => scope ?? []))];
});
afterAll(async () => {
  await sandbox.close();
  await files.remove();
});

async function read(streams: readonly string[], { token = TOKEN, url = sandbox.url } = {}) {
  const config = await files.write(JSON.stringify({ access_token: token }));
  const configured = streams.map((name) => ({ stream: { name }, sync_mode: 'full_refresh' }));
  const catalog = await files.write(JSON.stringify({ streams: configured }));
  return inProcess(['read', '--config', config, '--catalog', catalog], url);
}

async function check({ token = TOKEN, url = sandbox.url } = {}) {
  const ended = await inProcess(['check', '--config', await files.write(JSON.stringify({ access_token: token }))], url);
  return { ended, status: messagesOf(ended).flatMap(({ connectionStatus }) => connectionStatus ?? []) };
}

describe('a failure tells whose turn it is and what to do, and the other streams go on', () => {
  it.each([
    ['read_admins', 'activity_logs', 'Read admin activity logs'],
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
  ])('R26: without %s, %s says that it takes "%s"', async (scope, stream, permission) => {
    sandbox.set({ scopes: scopes.filter((one) => one !== scope) });
    const other = scope === 'read_tags' ? 'tickets' : 'tags';
    const ended = await read([stream, other]);
    sandbox.set({ scopes });
    expect(faultsOf(ended)).toEqual([]);
    expect(ended.code).toBe(1);
    expect(statusesOf(ended)).toEqual({ [stream]: 'INCOMPLETE', [other]: 'COMPLETE' });
    expect(errorsOf(ended)).toEqual([
      expect.objectContaining({ failure_type: 'config_error', stream_descriptor: { name: stream } }),
    ]);
    expect(errorsOf(ended)[0]?.message).toContain(`"${permission}"`);
    expect(errorsOf(ended)[0]?.message).toMatch(/Grant it in the Developer Hub .* or deselect this stream/);
  });

  it('R40: an unknown stream fails by itself', async () => {
    const ended = await read(['no_such_stream', '__proto__', 'tags']);
    expect(faultsOf(ended)).toEqual([]);
    expect(ended.code).toBe(1);
    expect(statusesOf(ended)).toMatchObject({ no_such_stream: 'INCOMPLETE', tags: 'COMPLETE' });
    expect(errorsOf(ended).map(({ failure_type, message }) => [failure_type, message])).toEqual([
      ['config_error', expect.stringMatching(/no_such_stream.*Refresh the connection's schema, or deselect/)],
      ['config_error', expect.stringMatching(/__proto__.*Refresh the connection's schema, or deselect/)],
    ]);
  });

  it.each(['not-the-token', `${TOKEN}x`])('R6, R26: a token that is refused (%s)', async (token) => {
    const advice = /rejected the access token\. Copy the current token/;
    const { ended: checked, status } = await check({ token });
    expect(status).toEqual([{ status: 'FAILED', message: expect.stringMatching(advice) }]);
    expect(checked.code).toBe(0);
    const ended = await read(['tags'], { token });
    expect(ended.code).toBe(1);
    expect(errorsOf(ended)[0]).toMatchObject({ failure_type: 'config_error', message: expect.stringMatching(advice) });
    expect(`${checked.stdout}${ended.stdout}`).not.toContain(token);
  });

  it.each(['a b c d e', 'line\nbreak', 'quo"ted\u00e9', '\ud800surrogate', 'na\u00efve'])(
    'a token that no header can carry (%j) is a config_error that does not quote it',
    async (token) => {
      const { ended, status } = await check({ token });
      expect(status).toEqual([
        { status: 'FAILED', message: expect.stringMatching(/Copy it again from the Developer Hub/) },
      ]);
      expect(ended.stdout).not.toContain(JSON.stringify(token).slice(1, -1));
    },
  );

  it('R9: an unreachable host is a transient_error with advice, within a minute', async () => {
    const { ended, status } = await check({ url: 'http://127.0.0.1:9' });
    expect(ended).toMatchObject({ code: 0 });
    expect(ended.tookMs).toBeLessThan(60_000);
    expect(status[0]?.message).toMatch(/could not be reached \(ECONNREFUSED\)\. Check the network/);
  });

  it.each([
    'http://127.0.0.1.evil.test',
    'http://localhost@evil.test',
    'https://localhost@evil.test',
    'http://evil.test',
    'http://2130706433.evil.test',
    'http://[::ffff:8.8.8.8]',
    'http:\\\\evil.test',
    'https://evil.test?x=127.0.0.1',
    'https://user@evil.test',
    'file:///etc/passwd',
    'javascript:1',
  ])('R71: INTERCOM_API_URL %s is refused', async (url) => {
    const ended = await read(['tags'], { url });
    expect(ended.code).toBe(1);
    expect(errorsOf(ended)).toEqual([
      expect.objectContaining({ failure_type: 'config_error', message: expect.stringContaining('INTERCOM_API_URL') }),
    ]);
  });
});
