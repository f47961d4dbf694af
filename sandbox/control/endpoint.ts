import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CallLog } from '../http/call-log.ts';
import type { Faults } from '../http/faults.ts';
import { send } from '../http/send.ts';
import { isRow, type Row } from '../json.ts';
import { change, parseLiveOptions } from '../settings.ts';
import { countTruth, isStreamName, streamNames, truth } from '../truth.ts';
import type { Workspace } from '../workspace.ts';
import type { Changes } from './changes.ts';
import { parseFault } from './fault-input.ts';

export interface Controlled {
  readonly workspace: Workspace;
  readonly calls: CallLog;
  readonly faults: Faults;
  readonly changes: Changes;
}

/**
 * What the sandbox offers in-process, over HTTP for other processes on this machine: GET counts, `truth/<stream>` (a JSON
 * object a line) and calls; POST change, faults, options and scopes; DELETE calls and faults.
 */
export function controlEndpoint(parts: Controlled) {
  return (request: IncomingMessage, response: ServerResponse, url: URL, body: unknown): void => {
    const [name = '', argument = ''] = url.pathname.replace(/^\/_sandbox\/?/, '').split('/');
    try {
      if (!isLoopback(request.socket.remoteAddress)) throw new Error('The control endpoint is for this machine only');
      if (request.method === 'GET' && name === 'truth') sendLines(response, readTruth(parts, argument));
      else send(response, 200, control(parts, `${request.method} ${name}`, url, body), {});
    } catch (error) {
      send(response, 400, { error: error instanceof Error ? error.message : String(error) }, {});
    }
  };
}

function control(parts: Controlled, request: string, url: URL, body: unknown): Row {
  const { workspace, calls, faults } = parts;
  switch (request) {
    case 'GET ':
      return { now: workspace.settings.now(), token: workspace.settings.token, timeZone: workspace.settings.timeZone };
    case 'GET counts':
      return Object.fromEntries(streamNames().map((stream) => [stream, countTruth(workspace, stream)]));
    case 'GET calls': {
      const wanted = calls.all(url.searchParams.get('path') ?? undefined);
      return { count: wanted.length, ...(url.searchParams.get('only') !== 'count' && { calls: wanted }) };
    }
    case 'DELETE calls':
      calls.clear();
      return {};
    case 'POST change':
      return { result: applyChange(parts.changes, body) ?? null };
    case 'POST faults':
      for (const fault of Array.isArray(body) ? body : [body]) faults.add(parseFault(fault));
      return {};
    case 'DELETE faults':
      faults.clear();
      return {};
    case 'POST options':
      change(workspace.settings, parseLiveOptions(body));
      return {};
    case 'POST scopes':
      change(workspace.settings, parseLiveOptions({ scopes: body }));
      return {};
    default:
      throw new Error(`The control endpoint has no ${request}`);
  }
}

/** `{ "op": "touchContact", "args": ["<id>"] }` makes that one of {@link Changes}. */
function applyChange(changes: Changes, body: unknown): unknown {
  const { op, args = [] } = isRow(body) ? body : {};
  const change: unknown = typeof op === 'string' && Object.hasOwn(changes, op) ? Reflect.get(changes, op) : undefined;
  if (typeof change !== 'function' || !Array.isArray(args)) throw new Error(`There is no change called ${String(op)}`);
  return Reflect.apply(change, changes, args);
}

function readTruth({ workspace }: Controlled, stream: string): Iterable<Row> {
  if (!isStreamName(stream)) throw new Error(`The sandbox has no stream ${stream}`);
  return truth(workspace, stream);
}

function sendLines(response: ServerResponse, rows: Iterable<Row>): void {
  response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
  const lines: string[] = [];
  for (const row of rows) {
    lines.push(`${JSON.stringify(row)}\n`);
    if (lines.length === 500) response.write(lines.splice(0).join(''));
  }
  response.end(lines.join(''));
}

function isLoopback(address: string | undefined): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address ?? '');
}
