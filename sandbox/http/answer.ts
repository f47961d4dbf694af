import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Workspace } from '../workspace.ts';
import type { LoggedCall } from './call-log.ts';
import type { Fault, Faults } from './faults.ts';
import { checkFeature, noSuchEndpoint } from './features.ts';
import type { RateWindows } from './rate-windows.ts';
import { Refusal } from './refusal.ts';
import type { Reply } from './route.ts';
import type { Found } from './router.ts';
import { checkScope } from './scopes.ts';
import { send, sendStruck, strikesBefore } from './send.ts';
import { spoil } from './spoil.ts';
import { askedVersion } from './versions.ts';

/** What it takes to answer a request. */
export interface Answering {
  readonly workspace: Workspace;
  readonly faults: Faults;
  readonly windows: RateWindows;
}

/** A request, and what has been found out about it so far. */
interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  /** Undefined where there is no such route. */
  readonly found: Found | undefined;
  readonly logged: LoggedCall;
  /** Grows on the way, so that a refusal carries what is known by then. */
  readonly headers: Record<string, string>;
}

/** Answers a request of the API, or leaves it as a fault wants it; throws a {@link Refusal}. */
export async function answer(answering: Answering, exchange: Exchange): Promise<void> {
  const { workspace, faults, windows } = answering;
  const { request, response, found, logged, headers } = exchange;
  checkToken(request.headers.authorization, workspace.settings.token);
  const allowance = windows.take();
  Object.assign(headers, allowance.headers);
  if (!allowance.isWithin) throw rateLimited(windows);
  const fault = faults.strike(logged);
  if (fault?.kind === 'slow') await sleep(fault.ms);
  if (fault?.kind === 'rateLimit') throw rateLimited(windows);
  if (fault && strikesBefore(fault)) {
    if (isServerError(fault)) found?.route.broken?.(workspace);
    return sendStruck(response, fault, undefined, headers);
  }
  headers['Intercom-Version'] = askedVersion(header(request, 'intercom-version'));
  const reply = carryOut(workspace, exchange, fault);
  if (faults.isPoisoned(logged, reply.body)) {
    return sendStruck(response, { kind: 'html', status: 504 }, undefined, headers);
  }
  const body = spoil(reply.body, fault);
  if (fault) return sendStruck(response, fault, body, headers);
  send(response, 200, body, { ...headers, ...reply.headers });
}

function isServerError(fault: Fault): boolean {
  return fault.kind === 'html' || (fault.kind === 'status' && fault.status >= 500);
}

function carryOut(workspace: Workspace, { url, found, logged }: Exchange, fault: Fault | undefined): Reply {
  if (!found) throw noSuchEndpoint();
  checkFeature(url.pathname, workspace.settings.lacking);
  checkScope(found.route.scope, workspace.settings);
  const call = {
    method: logged.method,
    path: url.pathname,
    query: url.searchParams,
    body: logged.body,
    params: found.params,
    origin: url.origin,
    ...(fault && { fault }),
  };
  return found.route.answer(call, workspace);
}

function checkToken(authorization: string | undefined, token: string): void {
  if (!authorization) throw new Refusal(401, 'missing_authorization', 'Missing Authorization Header');
  if (authorization !== `Bearer ${token}`) throw new Refusal(401, 'unauthorized', 'Access Token Invalid');
}

function rateLimited(windows: RateWindows): Refusal {
  const message = `Exceeded rate limit of ${windows.perWindow} in 10_seconds`;
  return new Refusal(429, 'rate_limit_exceeded', message, windows.exhausted());
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
