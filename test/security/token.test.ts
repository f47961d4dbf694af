import { createServer, type RequestListener } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { type Command, Connector } from '../support/connector.ts';
import { useVirtualTime } from '../support/virtual-time.ts';
import { type Fault, FOR_EVER, smallWorkspace } from '../support/workspaces.ts';

useVirtualTime();

/** Each character that some form of writing changes. */
const TOKEN = 'dG9rOmE/"\\<&+=%~tok>';
/** One that looks like a code or an id, which logs show. */
const PLAIN_TOKEN = 'dG9rOmE4ZjNhMV9zM2NyZXQ';
const CLIENT_SECRET = 'c2Vj cmV0/"\\+&\u00e9\n-of-the-app';

const commands: readonly Command[] = ['check', 'discover', 'read'];

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await smallWorkspace({ token: TOKEN });
});
afterAll(() => sandbox.close());

const faults: readonly Fault[] = [
  ...[400, 401, 403, 404, 408, 410, 413, 422, 500, 503].map((status): Fault => ({ kind: 'status', status })),
  { kind: 'status', status: 400, code: TOKEN, message: `Bearer ${TOKEN}` },
  { kind: 'html', status: 502 },
  { kind: 'reset' },
  { kind: 'resetAfter' },
  { kind: 'truncate', announced: 'full' },
  { kind: 'truncate', announced: 'cut' },
  { kind: 'malformed' },
  { kind: 'empty' },
  { kind: 'hang' },
  { kind: 'hangAfter' },
  { kind: 'redirect', to: `https://elsewhere.example.com/?token=${encodeURIComponent(TOKEN)}` },
  { kind: 'foreignNext' },
  { kind: 'dropEmbedded', field: 'tags' },
];

const echoes: Readonly<Record<string, RequestListener>> = {
  'HTML with the header in it': ({ headers }, response) =>
    response.writeHead(403, { 'content-type': 'text/html' }).end(`<p>Denied: ${headers.authorization}</p>`),
  'its code, request id and field': ({ headers }, response) => {
    const text = headers.authorization?.replace('Bearer ', '');
    const errors = [{ code: text, field: text, message: text, type: text }];
    response.writeHead(422, { 'x-request-id': 'none' }).end(JSON.stringify({ request_id: text, errors }));
  },
  'a header': ({ headers }, response) =>
    response.writeHead(500, { 'x-request-id': headers.authorization?.slice(7), location: headers.authorization }).end(),
  base64: ({ headers }, response) => {
    const code = Buffer.from(String(headers.authorization)).toString('base64').replaceAll('=', '');
    response.writeHead(400).end(JSON.stringify({ errors: [{ code }], request_id: code }));
  },
  'base64 for URLs': ({ headers }, response) => {
    const code = Buffer.from(String(headers.authorization)).toString('base64url');
    response.writeHead(400).end(JSON.stringify({ errors: [{ code }], request_id: code }));
  },
  'an encoded code': ({ headers }, response) => {
    const code = encodeURIComponent(String(headers.authorization)).replaceAll('%', '.');
    response.writeHead(400, { 'x-request-id': code }).end(JSON.stringify({ errors: [{ code: 'x' }] }));
  },
  'a redirect': ({ headers }, response) =>
    response.writeHead(302, { location: `http://127.0.0.1:9/?${headers.authorization}` }).end(),
};

describe('R31: neither token nor client secret is in any output', () => {
  it.each(commands)('of %s, whatever fault strikes, in detail', async (command) => {
    for (const fault of faults) {
      for (const path of ['*', '/tags', '/contacts/*']) {
        sandbox.faults.clear();
        sandbox.faults.add({ ...fault, ...FOR_EVER, match: { path } });
        expect(leaksIn(await run(command, sandbox.url)), `${JSON.stringify(fault)} on ${path}`).toEqual([]);
      }
    }
    sandbox.faults.clear();
  });

  it.each(Object.entries(echoes))('when the server echoes it as %s', async (_name, echo) => {
    const url = await listen(echo);
    for (const command of commands) {
      for (const token of [TOKEN, PLAIN_TOKEN]) {
        const change = () => JSON.stringify({ access_token: token });
        expect(leaksIn(await run(command, url, change), [token])).toEqual([]);
      }
    }
  });

  it.each([
    ['broken JSON', (config: string) => config.slice(0, -1)],
    ['a list', (config: string) => `[${config}]`],
    ['text', (config: string) => JSON.stringify(config)],
    ['keys and values exchanged', () => JSON.stringify({ [TOKEN]: 'access_token', [CLIENT_SECRET]: 1 })],
    ['the token in every field', (config: string) => config.replaceAll(/"(us|html)"/g, () => JSON.stringify(TOKEN))],
  ])('when the config is %s', async (_name, change) => {
    for (const command of commands) {
      expect(leaksIn(await run(command, sandbox.url, change))).toEqual([]);
    }
  });

  it.each([
    'with space',
    'line\nbreak',
    'quo"te',
    '\u00fcml\u00e4ut',
    '\ud800half',
    'back\\slash',
    'x'.repeat(200_000),
  ])('when the token is malformed, %#', async (token) => {
    const secret = `${token}-s3cret`;
    const change = () => JSON.stringify({ access_token: secret });
    for (const command of commands) {
      expect(leaksIn(await run(command, sandbox.url, change), [secret])).toEqual([]);
    }
  });
});

async function run(command: Command, url: string, change = (config: string) => config): Promise<string> {
  const fields = { access_token: TOKEN, client_secret: CLIENT_SECRET, region: 'us', message_bodies: 'html' };
  const names = ['tags', 'contacts', 'conversation_parts'];
  const inputs = { url, options: ['--debug'], config: change(JSON.stringify(fields)) };
  const connector = new Connector(sandbox);
  const running = command === 'read' ? connector.read(names, 'full_refresh', inputs) : connector[command](inputs);
  const { text, stderr } = await running;
  return text + stderr;
}

/** Every way of writing a secret that its reader could undo. */
function leaksIn(output: string, secrets: readonly string[] = [TOKEN, CLIENT_SECRET]): string[] {
  const forms = secrets.flatMap((secret) => {
    const base64 = Buffer.from(secret).toString('base64');
    const written = [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(Buffer.from(secret).toString())];
    const shifted = [1, 2].map((skip) => Buffer.from(secret).subarray(skip).toString('base64').slice(4, 20));
    return [...written, ...written.map((text) => JSON.stringify(text).slice(1, -1)), base64.slice(0, 16), ...shifted];
  });
  return forms.filter((form) => output.includes(form));
}

async function listen(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${Object(server.address()).port}`;
}
