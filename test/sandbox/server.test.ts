import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { ask, codeOf } from './client.ts';

let sandbox: Sandbox;
let now: number;
beforeEach(async () => {
  now = 1_790_000_003.25;
  const rateLimit = { perWindow: 3 };
  sandbox = await startSandbox({ now: () => now, rateLimit, sizes: { contacts: 30, conversations: 30 } });
});
afterEach(() => sandbox.close());

const rate = (headers: Headers) => ['limit', 'remaining', 'reset'].map((name) => headers.get(`x-ratelimit-${name}`));

describe('rate windows', () => {
  it('are told in headers with the absolute second of their end', async () => {
    expect(rate((await ask(sandbox, '/tags')).headers)).toEqual(['3', '2', '1790000010']);
    expect(rate((await ask(sandbox, '/tags')).headers)).toEqual(['3', '1', '1790000010']);
  });

  it('refuse what is too much until the next one begins', async () => {
    for (let call = 0; call < 3; call++) expect((await ask(sandbox, '/tags')).status).toBe(200);
    const refused = await ask(sandbox, '/tags');
    expect([refused.status, codeOf(refused)]).toEqual([429, 'rate_limit_exceeded']);
    expect(rate(refused.headers)).toEqual(['3', '0', '1790000010']);
    now = 1_790_000_010;
    expect((await ask(sandbox, '/tags')).status).toBe(200);
  });

  it('are not told to a stranger', async () => {
    const answer = await ask(sandbox, '/tags', undefined, { Authorization: 'Bearer wrong' });
    expect([answer.status, codeOf(answer)]).toEqual([401, 'unauthorized']);
    expect(rate(answer.headers)).toEqual([null, null, null]);
  });
});

describe('an answer', () => {
  it("carries the workspace's time and the version", async () => {
    const { headers } = await ask(sandbox, '/me', undefined, { 'Intercom-Version': '2.16' });
    expect(headers.get('date')).toBe(new Date(1_790_000_003_000).toUTCString());
    expect(headers.get('intercom-version')).toBe('2.16');
  });

  it('refuses an unknown version', async () => {
    const answer = await ask(sandbox, '/me', undefined, { 'Intercom-Version': '9.9' });
    expect([answer.status, codeOf(answer)]).toEqual([400, 'intercom_version_invalid']);
  });

  it('is 404 on an unknown path, as an error list', async () => {
    const answer = await ask(sandbox, '/nothing');
    expect([answer.status, codeOf(answer), answer.body.type]).toEqual([404, 'not_found', 'error.list']);
  });

  it('is 401 or 403 without the permission, by endpoint', async () => {
    sandbox.set({ scopes: ['read_tags'] });
    expect((await ask(sandbox, '/tags')).status).toBe(200);
    const older = await ask(sandbox, '/admins');
    expect([older.status, codeOf(older)]).toEqual([401, 'token_unauthorized']);
    const newer = await ask(sandbox, '/segments');
    expect([newer.status, codeOf(newer)]).toEqual([403, 'forbidden']);
    expect(JSON.stringify(newer.body)).toContain('read_users_companies');
  });

  it('takes as long as it is told to', async () => {
    sandbox.set({ latencyMs: 40 });
    const before = performance.now();
    await ask(sandbox, '/tags');
    expect(performance.now() - before).toBeGreaterThan(35);
  });

  it('refuses the conversation model of data attributes', async () => {
    expect((await ask(sandbox, '/data_attributes?model=conversation')).status).toBe(422);
  });
});

describe('the call log', () => {
  it('holds every request with what was answered', async () => {
    await ask(sandbox, '/tags?x=1');
    await ask(sandbox, '/contacts/search', { query: 1 });
    expect(sandbox.calls.all().map(({ method, path, query, status }) => [method, path, query, status])).toEqual([
      ['GET', '/tags', 'x=1', 200],
      ['POST', '/contacts/search', '', 400],
    ]);
    expect(sandbox.calls.count('/contacts/*')).toBe(1);
    sandbox.calls.clear();
    expect(sandbox.calls.count()).toBe(0);
  });
});
