import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Fault } from './faults.ts';
import { errorBody } from './refusal.ts';
import type { ReplyBody } from './route.ts';

type Headers = Readonly<Record<string, string>>;

/** Sends a whole answer: JSON, or a text or file as it is. */
export function send(response: ServerResponse, status: number, body: ReplyBody, headers: Headers): void {
  sendBytes(response, status, bytesOf(body), { 'Content-Type': typeOf(body), ...headers });
}

/** True for faults that keep the request from being carried out. */
export function strikesBefore(fault: Fault): boolean {
  return ['status', 'html', 'reset', 'hang', 'redirect'].includes(fault.kind);
}

/** Answers as the fault wants it; `body` is what would have been sent. */
export function sendStruck(
  response: ServerResponse,
  fault: Fault,
  body: ReplyBody | undefined,
  headers: Headers,
): void {
  switch (fault.kind) {
    case 'reset':
    case 'resetAfter':
      response.socket?.resetAndDestroy();
      return;
    case 'hang':
    case 'hangAfter':
      return;
    case 'status':
      send(
        response,
        fault.status,
        errorBody(fault.code ?? 'server_error', fault.message ?? 'Struck', randomUUID()),
        headers,
      );
      return;
    case 'html':
      sendText(response, fault.status ?? 502, gatewayPage, { 'Content-Type': 'text/html', ...headers });
      return;
    case 'redirect':
      sendText(response, 302, '', { Location: fault.to ?? 'https://elsewhere.example.com/', ...headers });
      return;
    case 'malformed':
      sendText(response, 200, '<p>not JSON</p>', { 'Content-Type': 'application/json; charset=utf-8', ...headers });
      return;
    case 'empty':
      sendText(response, 200, '', headers);
      return;
    case 'truncate':
      truncate(response, body ?? {}, fault.announced ?? 'full', headers);
      return;
    default:
      send(response, 200, body ?? {}, headers);
  }
}

const gatewayPage = '<html><head><title>Gateway</title></head><body><h1>The upstream server failed</h1></body></html>';

function sendText(response: ServerResponse, status: number, text: string, headers: Headers): void {
  sendBytes(response, status, Buffer.from(text), headers);
}

function sendBytes(response: ServerResponse, status: number, bytes: Buffer, headers: Headers): void {
  response.writeHead(status, { ...headers, 'Content-Length': String(bytes.length) });
  response.end(bytes);
}

function bytesOf(body: ReplyBody): Buffer {
  if (Buffer.isBuffer(body)) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

function typeOf(body: ReplyBody): string {
  if (Buffer.isBuffer(body)) return 'application/octet-stream';
  return typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8';
}

function truncate(response: ServerResponse, body: ReplyBody, announced: 'full' | 'cut', headers: Headers): void {
  const whole = bytesOf(body);
  const half = whole.subarray(0, Math.floor(whole.length / 2));
  const length = String(announced === 'full' ? whole.length : half.length);
  response.writeHead(200, { 'Content-Type': typeOf(body), ...headers, 'Content-Length': length });
  if (announced === 'cut') response.end(half);
  else response.write(half, () => response.socket?.destroy());
}
