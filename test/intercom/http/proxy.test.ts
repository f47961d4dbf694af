import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { json, serve } from '../support/api-server.ts';
import { makeClient, token } from '../support/client.ts';

const variables = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'ALL_PROXY'];

beforeEach(() => {
  for (const name of [...variables, ...variables.map((variable) => variable.toLowerCase())])
    vi.stubEnv(name, undefined);
});

afterEach(() => {
  vi.unstubAllEnvs();
});

/** A proxy that notes what it is asked for, tunnels to `target`, and refuses plain requests. */
async function serveProxy(target?: number) {
  const asked: { what: string; headers: string }[] = [];
  const proxy: Server = createServer((request, response) => {
    asked.push({ what: `${request.method} ${request.url}`, headers: JSON.stringify(request.headers) });
    response.writeHead(200).end('{"through":"proxy"}');
  });
  proxy.on('connect', (request, socket) => {
    asked.push({ what: `CONNECT ${request.url}`, headers: JSON.stringify(request.headers) });
    if (target === undefined) {
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
      return;
    }
    const tunnel = connect(target, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      socket.pipe(tunnel).pipe(socket);
    });
    tunnel.on('error', () => socket.destroy());
    socket.on('error', () => tunnel.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  const { port } = proxy.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, asked };
}

const tags = { method: 'GET', path: '/tags', attempts: 1 } as const;

test('R71: https goes through the tunnel of HTTPS_PROXY, which sees neither token nor path', async () => {
  const proxy = await serveProxy();
  vi.stubEnv('HTTPS_PROXY', proxy.url);
  const { client } = makeClient('https://api.intercom.invalid');
  await expect(client.send(tags, 'tags')).rejects.toMatchObject({ failureType: 'transient_error' });
  expect(proxy.asked.map(({ what }) => what)).toEqual(['CONNECT api.intercom.invalid:443']);
  expect(proxy.asked[0]?.headers).not.toContain(token);
});

test('TLS runs end to end inside the tunnel', async () => {
  // The far end speaks no TLS: what arrives there is the client's first handshake record.
  const received: Buffer[] = [];
  const plain = createServer();
  plain.on('connection', (socket) => {
    socket.on('data', (chunk: Buffer) => received.push(chunk));
  });
  await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    plain.closeAllConnections();
    plain.close();
  });
  const proxy = await serveProxy((plain.address() as AddressInfo).port);
  vi.stubEnv('HTTPS_PROXY', proxy.url);
  const { client } = makeClient('https://api.intercom.invalid', { attemptMs: 300 });
  await expect(client.send(tags, 'tags')).rejects.toMatchObject({ failureType: 'transient_error' });
  const handshakeRecord = 0x16;
  expect(Buffer.concat(received)[0]).toBe(handshakeRecord);
});

test('http goes through HTTP_PROXY', async () => {
  const proxy = await serveProxy();
  vi.stubEnv('HTTP_PROXY', proxy.url);
  const { client } = makeClient('http://api.intercom.invalid');
  await expect(client.send(tags, 'tags')).resolves.toEqual({ through: 'proxy' });
});

test('NO_PROXY goes straight', async () => {
  const proxy = await serveProxy();
  const server = await serve(json({ through: 'nothing' }));
  vi.stubEnv('HTTP_PROXY', proxy.url);
  vi.stubEnv('NO_PROXY', '127.0.0.1');
  await expect(makeClient(server.url).client.send(tags, 'tags')).resolves.toEqual({ through: 'nothing' });
  expect(proxy.asked).toEqual([]);
});
