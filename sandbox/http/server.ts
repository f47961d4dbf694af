import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Workspace } from '../workspace.ts';
import { type Answering, answer } from './answer.ts';
import type { CallLog, LoggedCall } from './call-log.ts';
import type { Faults } from './faults.ts';
import { RateWindows } from './rate-windows.ts';
import { errorBody, Refusal } from './refusal.ts';
import type { Route } from './route.ts';
import { type Router, routerOf } from './router.ts';
import { send } from './send.ts';

export interface Parts {
  readonly workspace: Workspace;
  readonly routes: readonly Route[];
  readonly calls: CallLog;
  readonly faults: Faults;
  /** Answers what lies under `/_sandbox/`. */
  readonly control: (request: IncomingMessage, response: ServerResponse, url: URL, body: unknown) => void;
}

/** The API over HTTP; not listening yet. */
export function apiServer(parts: Parts): Server {
  const serving = { ...parts, windows: new RateWindows(parts.workspace.settings), router: routerOf(parts.routes) };
  return createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    serve(serving, request, response).catch((error: unknown) => {
      const message = error instanceof Error ? `${error.message}` : String(error);
      if (!response.headersSent) send(response, 500, errorBody('server_error', message, randomUUID()), {});
    });
  });
}

async function serve(
  parts: Parts & Answering & { readonly router: Router },
  request: IncomingMessage,
  response: ServerResponse,
) {
  const url = new URL(request.url ?? '/', `http://${request.headers.host ?? '127.0.0.1'}`);
  const text = await bodyOf(request);
  if (url.pathname.startsWith('/_sandbox')) return parts.control(request, response, url, parsed(text));
  const { settings } = parts.workspace;
  const method = request.method ?? 'GET';
  const found = parts.router(method, url.pathname);
  const logged: LoggedCall = {
    method,
    path: url.pathname,
    route: found === undefined ? '' : `${found.route.method} ${found.route.path}`,
    query: url.search.slice(1),
    body: parsed(text),
    status: 0,
    at: settings.now(),
  };
  parts.calls.add(logged);
  const latency = typeof settings.latencyMs === 'function' ? settings.latencyMs(url.pathname) : settings.latencyMs;
  if (latency > 0) await sleep(latency);
  response.on('finish', () => {
    logged.status = response.statusCode;
  });
  const requestId = randomUUID();
  const headers: Record<string, string> = {
    Date: new Date(settings.now() * 1000).toUTCString(),
    'X-Request-Id': requestId,
  };
  try {
    await answer(parts, { request, response, url, found, logged, headers });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    send(response, error.status, errorBody(error.code, error.message, requestId), { ...headers, ...error.headers });
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}

function parsed(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
