import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { isObject, type JsonObject } from '../../../src/json.ts';

/** How a workspace lies: by other requests than were made, or other answers than were given. */
export interface Lies {
  readonly request?: (path: string, body: JsonObject) => JsonObject;
  readonly answer?: (path: string, body: JsonObject) => JsonObject;
}

/** A server before a workspace that passes everything on, except for its lies. */
export async function startLiar({ url }: Sandbox, { request = same, answer = same }: Lies) {
  const server = createServer((incoming, outgoing) => {
    pass(incoming).catch(() => outgoing.destroy());

    async function pass({ method = 'GET', url: path = '/', headers }: IncomingMessage): Promise<void> {
      const sent = await textOf(incoming);
      const { host: _host, 'content-length': _length, connection: _connection, ...kept } = headers;
      const answered = await fetch(`${url}${path}`, {
        method,
        headers: Object.entries(kept).map(([name, value]): [string, string] => [name, String(value)]),
        ...(sent !== '' && { body: JSON.stringify(request(path, JSON.parse(sent))) }),
      });
      const body: unknown = await answered.json();
      const passed = [...answered.headers].filter(([name]) => /^(date|x-.*)$/.test(name));
      outgoing.writeHead(answered.status, { ...Object.fromEntries(passed), 'Content-Type': 'application/json' });
      outgoing.end(JSON.stringify(isObject(body) && answered.ok ? answer(path, body) : body));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The liar has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function same(_path: string, body: JsonObject): JsonObject {
  return body;
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}
