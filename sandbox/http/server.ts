import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { routes } from '../resources/all.ts';
import type { Workspace } from '../workspace.ts';
import type { CallLog, LoggedCall } from './call-log.ts';
import type { Fault, Faults } from './faults.ts';
import { RateWindows } from './rate-windows.ts';
import { errorBody, Refusal } from './route.ts';
import { findRoute } from './router.ts';
import { checkScope } from './scopes.ts';
import { send, sendStruck, strikesBefore } from './send.ts';
import { spoil } from './spoil.ts';
import { askedVersion } from './versions.ts';

export interface Parts {
  readonly workspace: Workspace;
  readonly calls: CallLog;
  readonly faults: Faults;
  /** Answers what lies under `/_sandbox/`. */
  readonly control: (request: IncomingMessage, response: ServerResponse, url: URL, body: unknown) => void;
}

/** The API over HTTP; not listening yet. */
export function apiServer(parts: Parts): Server {
  const windows = new RateWindows(parts.workspace.settings);
  return createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    serve(parts, windows, request, response).catch((error: unknown) => {
      const message = error instanceof Error ? `${error.message}` : String(error);
      if (!response.headersSent) send(response, 500, errorBody('server_error', message, randomUUID()), {});
    });
  });
}

async function serve(parts: Parts, windows: RateWindows, request: IncomingMessage, response: ServerResponse) {
  const url = new URL(request.url ?? '/', `http://${request.headers.host ?? '127.0.0.1'}`);
  const text = await bodyOf(request);
  if (url.pathname.startsWith('/_sandbox')) return parts.control(request, response, url, parsed(text));
  const { settings } = parts.workspace;
  const logged: LoggedCall = {
    method: request.method ?? 'GET',
    path: url.pathname,
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
    await answer(parts, windows, { request, response, url, logged, headers });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    send(response, error.status, errorBody(error.code, error.message, requestId), { ...headers, ...error.headers });
  }
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly logged: LoggedCall;
  /** Grows on the way, so that a refusal carries what is known by then. */
  readonly headers: Record<string, string>;
}

async function answer(parts: Parts, windows: RateWindows, exchange: Exchange): Promise<void> {
  const { workspace, faults } = parts;
  const { request, response, url, logged, headers } = exchange;
  const path = url.pathname;
  checkToken(request.headers.authorization, workspace.settings.token);
  const allowance = windows.take();
  Object.assign(headers, allowance.headers);
  if (!allowance.isWithin) throw rateLimited(workspace.settings.perWindow, windows);
  const fault = faults.strike(logged.method, path);
  if (fault?.kind === 'slow') await sleep(fault.ms);
  if (fault?.kind === 'rateLimit') throw rateLimited(workspace.settings.perWindow, windows);
  if (fault && strikesBefore(fault)) {
    if (path === '/companies/scroll' && isServerError(fault)) workspace.scroll.kill();
    return sendStruck(response, fault, undefined, headers);
  }
  headers['Intercom-Version'] = askedVersion(header(request, 'intercom-version'));
  const reply = carryOut(parts, exchange, fault);
  if (faults.isPoisoned(logged.method, path, logged.body, reply.body)) {
    return sendStruck(response, { kind: 'html', status: 504 }, undefined, headers);
  }
  const body = spoil(reply.body, fault);
  if (fault) return sendStruck(response, fault, body, headers);
  send(response, 200, body, { ...headers, ...reply.headers });
}

function isServerError(fault: Fault): boolean {
  return fault.kind === 'html' || (fault.kind === 'status' && fault.status >= 500);
}

function carryOut(parts: Parts, { url, logged }: Exchange, fault: Fault | undefined) {
  const found = findRoute(routes, logged.method, url.pathname);
  if (!found) throw new Refusal(404, 'not_found', 'The requested resource was not found');
  checkScope(found.route, parts.workspace.settings.scopes);
  const call = {
    method: logged.method,
    path: url.pathname,
    query: url.searchParams,
    body: logged.body,
    params: found.params,
    origin: url.origin,
    ...(fault && { fault }),
  };
  return found.route.answer(call, parts.workspace);
}

function checkToken(authorization: string | undefined, token: string): void {
  if (!authorization) throw new Refusal(401, 'missing_authorization', 'Missing Authorization Header');
  if (authorization !== `Bearer ${token}`) throw new Refusal(401, 'unauthorized', 'Access Token Invalid');
}

function rateLimited(perWindow: number, windows: RateWindows): Refusal {
  return new Refusal(
    429,
    'rate_limit_exceeded',
    `Exceeded rate limit of ${perWindow} in 10_seconds`,
    windows.exhausted(),
  );
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
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
