import axios, { type AxiosResponse, type InternalAxiosRequestConfig } from 'axios';
import { isObject } from '../../json.ts';
import { type ApiRequest, type Body, isBytes } from '../api.ts';
import type { Exchange } from '../pace/exchange.ts';
import { type Failure, refusal } from './failure.ts';
import { judge } from './failure-table.ts';
import { openFile } from './file-answer.ts';
import { type NoAnswer, troubleOf } from './trouble.ts';

/** An exchange that brought no usable answer. Carries the request's `config` because axios-retry repeats by it. */
export class ExchangeFailed extends Error {
  readonly failure: Failure;
  readonly config: InternalAxiosRequestConfig;

  constructor(failure: Failure, config: InternalAxiosRequestConfig) {
    super(failure.trouble ?? `HTTP ${failure.status}`);
    this.failure = failure;
    this.config = config;
  }
}

export interface SendOptions {
  /** As in the request. */
  readonly answersWith?: ApiRequest['answersWith'];
  /** Longest time for the exchange, from sending to the last byte; of a file, to its first bytes. */
  readonly attemptMs: number;
  readonly signal: AbortSignal;
  /** Unix ms by the local clock. */
  readonly clock: () => number;
}

/** An exchange, and the body of its answer or why there is none. */
export type Sent = { readonly exchange: Exchange } & ({ readonly body: Body } | { readonly failure: Failure });

const LARGEST_BODY = 64 * 1024 * 1024;

/**
 * Sends a request once. Always resolves, unless aborted by the signal: then it rejects with the signal's reason. The
 * exchange of a file ends with its first bytes: the rest takes no slot, and its bytes are not counted.
 */
export async function sendOnce(
  config: InternalAxiosRequestConfig,
  { kind, sentAtMs }: Pick<Exchange, 'kind' | 'sentAtMs'>,
  options: SendOptions,
): Promise<Sent> {
  const response = await (options.answersWith === 'file' ? openFile : transfer)(config, options);
  const times = { kind, sentAtMs, endedAtMs: options.clock() };
  if ('trouble' in response) {
    const failure = { ...response, ...hostOf(config) };
    const ending = endingOf(failure);
    return { exchange: { ...times, status: undefined, headers: {}, bytes: 0, ending }, failure };
  }
  const { status, headers } = response;
  const text = typeof response.data === 'string' ? response.data : '';
  const answer = { ...times, status, headers, bytes: Buffer.byteLength(text) };
  const read = readBody(response, text, options.answersWith);
  if ('body' in read) return { exchange: { ...answer, ending: 'success' }, body: read.body };
  const { failure } = read;
  const ending = endingOf(failure);
  return { exchange: { ...answer, ending, ...(failure.limit && { isOtherLimit: true }) }, failure };
}

/** The answer whatever its status, or the trouble when no whole answer arrived. */
async function transfer(
  config: InternalAxiosRequestConfig,
  { attemptMs, signal }: SendOptions,
): Promise<AxiosResponse<unknown> | NoAnswer> {
  signal.throwIfAborted();
  const deadline = new AbortController();
  const stop = () => deadline.abort();
  const timer = setTimeout(stop, attemptMs);
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await adapter({ ...config, ...wholeText, signal: deadline.signal });
  } catch (error) {
    signal.throwIfAborted();
    return deadline.signal.aborted ? { trouble: 'time-out' } : troubleOf(error);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

function hostOf({ baseURL }: InternalAxiosRequestConfig): Pick<Failure, 'host'> {
  return baseURL !== undefined && URL.canParse(baseURL) ? { host: new URL(baseURL).host } : {};
}

const adapter = axios.getAdapter('http');

/** A redirect is an answer like any other, because the token must not follow it. Bodies are parsed here, not by axios. */
const wholeText = {
  responseType: 'text',
  maxContentLength: LARGEST_BODY,
  maxRedirects: 0,
  validateStatus: null,
} as const;

function readBody(
  { status, headers, data }: AxiosResponse<unknown>,
  text: string,
  answersWith: SendOptions['answersWith'],
): { body: Body } | { failure: Failure } {
  if (status < 200 || status > 299) return { failure: refusal(status, text, headers['x-request-id']) };
  if (answersWith === 'file') return isBytes(data) ? { body: { file: data } } : { failure: { trouble: 'broken body' } };
  const body = answersWith === 'text' ? plainText(headers['content-type'], text) : parseObject(text);
  return body ? { body } : { failure: { trouble: 'broken body' } };
}

/** Undefined for a page of a gateway, or an empty answer, which has no type. */
function plainText(contentType: unknown, text: string): Body | undefined {
  return /^text\/plain\b/i.test(String(contentType)) ? { text } : undefined;
}

function parseObject(text: string): Body | undefined {
  try {
    const body: unknown = JSON.parse(text);
    return isObject(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

/** A 429 is a refusal: it says nothing of how the server is doing. */
function endingOf(failure: Failure): Exchange['ending'] {
  return judge(failure).retry === 'backoff' ? 'failure' : 'refusal';
}
