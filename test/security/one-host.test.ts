import { createServer } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Connector } from '../support/connector.ts';
import { useVirtualTime } from '../support/virtual-time.ts';

useVirtualTime();

interface Server {
  readonly port: number;
  readonly requests: string[];
  answer: (path: string) => { status?: number; headers?: Record<string, string>; body: unknown };
  close(): void;
}

let api: Server;
let stranger: Server;
beforeAll(async () => {
  api = await serve();
  stranger = await serve();
});
afterAll(() => {
  api.close();
  stranger.close();
});

beforeEach(() => {
  api.requests.length = 0;
});

function readTags({ url = `http://127.0.0.1:${api.port}` } = {}) {
  return new Connector({ url, token: 'dG9rZW4=' }).read(['tags'], 'full_refresh');
}

const page = (next: unknown) => ({
  type: 'list',
  data: [{ type: 'tag', id: '1', name: 'one' }],
  pages: { type: 'pages', next },
});

describe('R71: the token goes to the configured host only', () => {
  it.each([
    ['an absolute link', (port: number) => `http://127.0.0.1:${port}/tags?page=2`],
    ['a link without scheme', (port: number) => `//127.0.0.1:${port}/tags?page=2`],
    ['a link with a user', (port: number) => `http://127.0.0.1:${api.port}@127.0.0.1:${port}/tags?page=2`],
    ['backslashes', (port: number) => `\\\\127.0.0.1:${port}\\tags?page=2`],
    ['slash and backslash', (port: number) => `/\\127.0.0.1:${port}/tags?page=2`],
    ['white space before', (port: number) => ` \n\thttp://127.0.0.1:${port}/tags?page=2`],
    ['a tab within', (port: number) => `ht\ttp://127.0.0.1:${port}/tags?page=2`],
    ['a name of this machine', (port: number) => `http://localhost:${port}/tags?page=2`],
    ['a relative link', () => '/tags?page=2'],
  ])('when the next page is %s', async (_name, link) => {
    api.answer = (path) => ({ body: path.includes('page=2') ? page(null) : page(link(stranger.port)) });
    const outcome = await readTags();
    expect(stranger.requests).toEqual([]);
    expect(api.requests.filter((path) => path.includes('page=2'))).toEqual(['/tags?page=2']);
    expect(outcome.lastStatuses).toEqual({ tags: 'COMPLETE' });
  });

  it.each([
    ['another path', (port: number) => `http://127.0.0.1:${port}/steal?page=2`],
    ['no link', () => 'http://['],
    ['a path around', (port: number) => `http://127.0.0.1:${port}/tags/../me?page=2`],
  ])('when the next page is %s, which is a failure and not the end', async (_name, link) => {
    api.answer = (path) => ({ body: path.includes('page=2') ? page(null) : page(link(stranger.port)) });
    const outcome = await readTags();
    expect(stranger.requests).toEqual([]);
    expect(outcome.lastStatuses).toEqual({ tags: 'INCOMPLETE' });
    expect(outcome.exitCode).toBe(1);
  });

  it.each([301, 302, 303, 307, 308])(
    'and a redirect (%i) is not followed, not even to the same host',
    async (status) => {
      for (const port of [stranger.port, api.port]) {
        api.answer = (path) =>
          path.startsWith('/tags')
            ? { status, headers: { location: `http://127.0.0.1:${port}/other` }, body: {} }
            : { body: {} };
        const outcome = await readTags();
        expect(stranger.requests).toEqual([]);
        expect(api.requests).not.toContain('/other');
        expect(outcome.exitCode).toBe(1);
        expect(outcome.text).toContain('answered with a redirect');
      }
    },
  );
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
  const outcome = await readTags({ url });
  expect(outcome.exitCode).toBe(1);
  expect(outcome.errors).toEqual([
    expect.objectContaining({ failure_type: 'config_error', message: expect.stringContaining('INTERCOM_API_URL') }),
  ]);
});

async function serve(): Promise<Server> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    const { status = 200, headers = {}, body } = self.answer(request.url ?? '');
    response.writeHead(status, headers).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  const self: Server = { port: Object(server.address()).port, requests, answer: () => ({ body: {} }), close };
  return self;
}
