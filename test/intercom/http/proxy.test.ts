import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, createServer as createNetServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { json, serve } from '../support/api-server.ts';
import { makeClient, token } from '../support/client.ts';

const variables = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'ALL_PROXY'];

beforeEach(() => {
  for (const name of [...variables, ...variables.map((variable) => variable.toLowerCase())])
    vi.stubEnv(name, undefined);
});

/** A proxy that notes what it is asked for, and tunnels to `target`; without one it refuses with `refusal`. */
async function serveProxy(target?: number, refusal = '502 Bad Gateway') {
  const asked: { what: string; headers: string }[] = [];
  const proxy: Server = createServer((request, response) => {
    asked.push({ what: `${request.method} ${request.url}`, headers: JSON.stringify(request.headers) });
    response.writeHead(200).end('{"through":"proxy"}');
  });
  proxy.on('connect', (request, socket) => {
    asked.push({ what: `CONNECT ${request.url}`, headers: JSON.stringify(request.headers) });
    if (target === undefined) {
      socket.end(`HTTP/1.1 ${refusal}\r\ndate: Thu, 01 Jan 2099 00:00:00 GMT\r\n\r\n`);
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

it('https goes through the tunnel of HTTPS_PROXY, which sees neither token nor path', async () => {
  const proxy = await serveProxy();
  vi.stubEnv('HTTPS_PROXY', proxy.url);
  const { client } = makeClient('https://api.intercom.invalid');
  await expect(client.send(tags, 'tags')).rejects.toMatchObject({ failureType: 'transient_error' });
  expect(proxy.asked.map(({ what }) => what)).toEqual(['CONNECT api.intercom.invalid:443']);
  expect(proxy.asked[0]?.headers).not.toContain(token);
});

it('TLS runs end to end inside the tunnel', async () => {
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

it('http goes through HTTP_PROXY', async () => {
  const proxy = await serveProxy();
  vi.stubEnv('HTTP_PROXY', proxy.url);
  const { client } = makeClient('http://api.intercom.invalid');
  await expect(client.send(tags, 'tags')).resolves.toEqual({ through: 'proxy' });
});

it('NO_PROXY goes straight', async () => {
  const proxy = await serveProxy();
  const server = await serve(json({ through: 'nothing' }));
  vi.stubEnv('HTTP_PROXY', proxy.url);
  vi.stubEnv('NO_PROXY', '127.0.0.1');
  await expect(makeClient(server.url).client.send(tags, 'tags')).resolves.toEqual({ through: 'nothing' });
  expect(proxy.asked).toEqual([]);
});

/** The API behind TLS, with a self-signed certificate, which this process accepts when told to. */
async function serveTls({ isTrusted = true } = {}): Promise<{ readonly port: number; readonly requests: string[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'tls-'));
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const making = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];
  const subject = ['-subj', '/CN=api.intercom.invalid', '-keyout', key, '-out', certificate];
  await promisify(execFile)('openssl', [...making, ...subject]);
  const requests: string[] = [];
  const server = createTlsServer(
    { key: await readFile(key), cert: await readFile(certificate) },
    (request, response) => {
      requests.push(`${request.headers.authorization} ${request.url}`);
      response.end('{"through":"tunnel"}');
    },
  );
  await rm(folder, { recursive: true });
  if (isTrusted) vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, requests };
}

describe('through a tunnel', () => {
  it('calls one after another share a single one', async () => {
    const api = await serveTls();
    const proxy = await serveProxy(api.port);
    vi.stubEnv('HTTPS_PROXY', proxy.url);
    const { client } = makeClient('https://api.intercom.invalid');
    for (let call = 0; call < 20; call += 1) {
      await expect(client.send(tags, 'tags')).resolves.toEqual({ through: 'tunnel' });
    }
    expect(proxy.asked.map(({ what }) => what)).toEqual(['CONNECT api.intercom.invalid:443']);
    expect(api.requests).toEqual(Array(20).fill(`Bearer ${token} /tags`));
  });

  it('calls side by side take no more than are in flight at once', async () => {
    const api = await serveTls();
    const proxy = await serveProxy(api.port);
    vi.stubEnv('https_proxy', proxy.url);
    const { client } = makeClient('https://api.intercom.invalid', { maxInFlight: 3 });
    await Promise.all(Array.from({ length: 60 }, () => client.send(tags, 'tags')));
    expect(api.requests).toHaveLength(60);
    expect(proxy.asked.length).toBeLessThanOrEqual(3);
  });

  it('a certificate that is not trusted ends the call before the token is sent', async () => {
    const api = await serveTls({ isTrusted: false });
    const proxy = await serveProxy(api.port);
    vi.stubEnv('HTTPS_PROXY', proxy.url);
    const { client } = makeClient('https://api.intercom.invalid');
    await expect(client.send(tags, 'tags')).rejects.toThrow('NODE_EXTRA_CA_CERTS');
    expect(api.requests).toEqual([]);
  });

  it('the user and password of the proxy go to the proxy only', async () => {
    const api = await serveTls();
    const proxy = await serveProxy(api.port);
    vi.stubEnv('HTTPS_PROXY', proxy.url.replace('http://', 'http://ada:p%40ss@'));
    await makeClient('https://api.intercom.invalid').client.send(tags, 'tags');
    expect(proxy.asked[0]?.headers).toContain(`Basic ${Buffer.from('ada:p@ss').toString('base64')}`);
    expect(api.requests).toEqual([`Bearer ${token} /tags`]);
  });

  it.each([
    ['NO_PROXY', 'localhost'],
    ['no_proxy', 'example.com,localhost'],
  ])('no call goes to an address that %s=%s excludes', async (name, value) => {
    const api = await serveTls();
    const proxy = await serveProxy();
    vi.stubEnv('HTTPS_PROXY', proxy.url);
    vi.stubEnv(name, value);
    const { client } = makeClient(`https://localhost:${api.port}`);
    await expect(client.send(tags, 'tags')).resolves.toEqual({ through: 'tunnel' });
    expect(proxy.asked).toEqual([]);
  });
});

describe('a proxy that refuses to connect', () => {
  it.each(['403 Forbidden', '407 Proxy Authentication Required'])(
    'with %s is for the user to fix, and not taken for an answer of the API',
    async (refusal) => {
      const proxy = await serveProxy(undefined, refusal);
      vi.stubEnv('HTTPS_PROXY', proxy.url);
      const { client } = makeClient('https://api.intercom.invalid');
      const sent = client.send({ ...tags, attempts: 3 }, 'tags');
      await expect(sent).rejects.toMatchObject({ failureType: 'config_error', status: undefined });
      await expect(sent).rejects.toThrow(`HTTP ${refusal.slice(0, 3)} from the proxy`);
      expect(proxy.asked).toHaveLength(1);
      expect(client.firstAnswerAt).toBeUndefined();
    },
  );

  it('with 503 is asked again', async () => {
    const proxy = await serveProxy(undefined, '503 Service Unavailable');
    vi.stubEnv('HTTPS_PROXY', proxy.url);
    const { client } = makeClient('https://api.intercom.invalid');
    const sent = client.send({ ...tags, attempts: 3 }, 'tags');
    await expect(sent).rejects.toMatchObject({ failureType: 'transient_error', status: undefined });
    await expect(sent).rejects.toThrow('HTTP 503 from the proxy');
    expect(proxy.asked).toHaveLength(3);
  });

  it('by not answering at all runs out of time', async () => {
    const silent = createNetServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      silent.close();
    });
    vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${(silent.address() as AddressInfo).port}`);
    const { client } = makeClient('https://api.intercom.invalid', { attemptMs: 100 });
    await expect(client.send(tags, 'tags')).rejects.toThrow('did not answer in time');
  });
});

it('a proxy whose address is no URL is a config error that does not quote it', () => {
  vi.stubEnv('HTTPS_PROXY', 'http://ada:secret@[proxy');
  expect(() => makeClient('https://api.intercom.invalid')).toThrow(
    expect.objectContaining({ failureType: 'config_error', message: expect.not.stringContaining('secret') }),
  );
});
