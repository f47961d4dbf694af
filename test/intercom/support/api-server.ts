import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export type Reply = (response: ServerResponse, request: IncomingMessage) => void;

export interface ApiServer {
  readonly url: string;
  readonly port: number;
  /** Every request that arrived, in order. */
  readonly requests: { method: string; url: string; headers: IncomingMessage['headers']; body: string; atMs: number }[];
  readonly connections: () => number;
}

/** A server on a free port of 127.0.0.1 until the test ends. Request n gets reply n, those beyond the last one. */
export async function serve(...replies: readonly [Reply, ...Reply[]]): Promise<ApiServer> {
  const requests: ApiServer['requests'] = [];
  let connections = 0;
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const reply = replies[Math.min(requests.length, replies.length - 1)] ?? replies[0];
      const { method = '', url = '', headers } = request;
      requests.push({ method, url, headers, body: Buffer.concat(chunks).toString(), atMs: performance.now() });
      reply(response, request);
    });
  });
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, port, requests, connections: () => connections };
}

export function json(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Reply {
  return raw(JSON.stringify(body), status, { 'content-type': 'application/json', ...headers });
}

export function raw(text: string | Buffer, status = 200, headers: Readonly<Record<string, string>> = {}): Reply {
  return (response) => response.writeHead(status, headers).end(text);
}

/** Intercom's error body. */
export function refuse(status: number, code: string, headers: Readonly<Record<string, string>> = {}): Reply {
  const errors = [{ code, message: 'Some words with ada@example.com in them', field: 'per_page' }];
  return json({ type: 'error.list', request_id: 'req-1', errors }, status, headers);
}

/** The connection breaks before any answer. */
export const reset: Reply = (response) => {
  response.socket?.resetAndDestroy();
};

/** The connection breaks in the middle of the body. */
export const cutOff: Reply = (response) => {
  response.writeHead(200, { 'content-length': '1000' }).write('{"type":');
  setTimeout(() => response.socket?.destroy(), 5);
};

/** No answer ever. */
export const hang: Reply = () => undefined;

/** Rate limit headers whose window ends `inMs` after now, rounded up to a second as Intercom does. */
export function rateHeaders(limit: number, remaining: number, inMs: number): Readonly<Record<string, string>> {
  const second = Math.ceil((Date.now() + inMs) / 1_000);
  return {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': String(second),
  };
}
