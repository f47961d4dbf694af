import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { type Answer, ask } from './client.ts';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox({ sizes: { contacts: 20 } });
});
afterEach(() => sandbox.close());

describe('the control endpoint', () => {
  it('tells counts, truth and calls', async () => {
    expect((await control('counts')).body).toMatchObject({ contacts: 20, tags: sandbox.count('tags') });
    const lines = (await (await fetch(`${sandbox.url}/_sandbox/truth/contacts`)).text()).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([...sandbox.truth('contacts')]);
    await ask(sandbox, '/tags');
    expect((await control('calls?path=/tags&only=count')).body).toEqual({ count: 1 });
    await control('calls', undefined, 'DELETE');
    expect(sandbox.calls.count()).toBe(0);
  });

  it('makes changes', async () => {
    const { body } = await control('change', { op: 'addContact', args: [1_790_000_000] });
    expect([...sandbox.truth('contacts')].at(-1)).toMatchObject({ id: body.result, updated_at: 1_790_000_000 });
  });

  it('adds faults, with patterns, and clears them', async () => {
    await control('faults', { kind: 'status', status: 503, times: 'always', match: { path: { pattern: '^/ta' } } });
    expect([(await ask(sandbox, '/tags')).status, (await ask(sandbox, '/tags')).status]).toEqual([503, 503]);
    await control('faults', undefined, 'DELETE');
    expect((await ask(sandbox, '/tags')).status).toBe(200);
  });

  it('changes options and scopes', async () => {
    await control('options', { timeZone: 'Asia/Tokyo', rateLimit: { perWindow: 77 } });
    const { body, headers } = await ask(sandbox, '/me');
    expect(body).toMatchObject({ app: { timezone: 'Asia/Tokyo' } });
    expect(headers.get('x-ratelimit-limit')).toBe('77');
    await control('scopes', ['read_tags']);
    expect((await ask(sandbox, '/admins')).status).toBe(401);
  });

  it.each([
    ['change', { op: 'constructor' }],
    ['change', { op: 'touchContact', args: ['nobody'] }],
    ['faults', { kind: 'earthquake' }],
    ['options', { colour: 'red' }],
    ['nothing', {}],
  ])('refuses %s %j', async (name, body) => {
    expect((await control(name, body)).status).toBe(400);
  });
});

it('the program prints where it is, serves, and ends on SIGTERM', async () => {
  const options = ['--port', '0', '--contacts', '7', '--without', 'read_tickets,read_news'];
  const program = spawn(process.execPath, ['--import', 'tsx', 'sandbox/main.ts', ...options]);
  try {
    const [greeting]: unknown[] = await once(program.stdout, 'data');
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(String(greeting))?.[0];
    expect(await (await fetch(`${url}/_sandbox/counts`)).json()).toMatchObject({ contacts: 7 });
    const headers = { Authorization: 'Bearer sandbox-token', 'Intercom-Version': '2.16' };
    const statuses = ['/tags', '/ticket_types', '/news/newsfeeds'].map(
      async (path) => (await fetch(`${url}${path}`, { headers })).status,
    );
    expect(await Promise.all(statuses)).toEqual([200, 401, 403]);
  } finally {
    program.kill('SIGTERM');
  }
  const [code]: unknown[] = await once(program, 'exit');
  expect(code).toBe(0);
});

it('the program refuses to take away a permission that it does not know', async () => {
  const program = spawn(process.execPath, ['--import', 'tsx', 'sandbox/main.ts', '--port=0', '--without=read_ticket']);
  const [[complaint], [code]] = await Promise.all([once(program.stderr, 'data'), once(program, 'exit')]);
  expect(String(complaint)).toMatch(/^There is no permission read_ticket\. .*read_tickets/);
  expect(code).toBe(1);
});

async function control(
  name: string,
  body?: object,
  method = body ? 'POST' : 'GET',
): Promise<Pick<Answer, 'status' | 'body'>> {
  const response = await fetch(`${sandbox.url}/_sandbox/${name}`, {
    method,
    ...(body && { body: JSON.stringify(body) }),
  });
  const parsed: Answer['body'] = Object(await response.json());
  return { status: response.status, body: parsed };
}
