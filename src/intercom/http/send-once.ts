import axios, { AxiosError, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios';
import { isObject } from '../../json.ts';
import type { Body } from '../api.ts';
import { type Failure, refusal, type Trouble } from './failure.ts';

/** An attempt that brought no usable answer. Carries the request's `config` because axios-retry repeats by it. */
export class ExchangeFailed extends Error {
  readonly failure: Failure;
  readonly config: InternalAxiosRequestConfig;

  constructor(failure: Failure, config: InternalAxiosRequestConfig) {
    super(failure.trouble ?? `HTTP ${failure.status}`);
    this.failure = failure;
    this.config = config;
  }
}

/** What came back of one exchange: an answer, maybe unusable, or none at all. */
export interface Exchange {
  /** Undefined when no whole answer arrived. */
  readonly answer?: { readonly status: number; readonly headers: Readonly<Record<string, unknown>> };
  readonly bytes: number;
  readonly result: { readonly body: Body } | { readonly failure: Failure };
}

const largestBody = 64 * 1024 * 1024;

/** Sends one request once; resolves in any case but an abort by `signal`, then rejects with its reason. */
export async function exchange(
  config: InternalAxiosRequestConfig,
  limits: { readonly attemptMs: number; readonly signal: AbortSignal },
): Promise<Exchange> {
  const { attemptMs, signal } = limits;
  signal.throwIfAborted();
  const deadline = new AbortController();
  const stop = () => deadline.abort();
  const timer = setTimeout(stop, attemptMs);
  signal.addEventListener('abort', stop, { once: true });
  try {
    return understand(await transport({ ...config, ...wholeText, signal: deadline.signal }));
  } catch (error) {
    signal.throwIfAborted();
    const failure = deadline.signal.aborted ? { trouble: 'time-out' as const } : troubleOf(error);
    return { bytes: 0, result: { failure } };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

const transport = axios.getAdapter('http');

/** A redirect is an answer like any other, since the token must not follow it; the body is parsed here, not by axios. */
const wholeText = {
  responseType: 'text',
  maxContentLength: largestBody,
  maxRedirects: 0,
  validateStatus: null,
} as const;

function understand({ status, headers, data }: AxiosResponse<unknown>): Exchange {
  const text = typeof data === 'string' ? data : '';
  const answer = { status, headers };
  const bytes = text.length;
  if (status < 200 || status > 299) {
    return { answer, bytes, result: { failure: refusal(status, text, headers['x-request-id']) } };
  }
  const body = parseObject(text);
  return { answer, bytes, result: body ? { body } : { failure: { trouble: 'broken body' } } };
}

function parseObject(text: string): Body | undefined {
  try {
    const body: unknown = JSON.parse(text);
    return isObject(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps the system's word for it, and nothing of the error itself: that holds the request with its token. */
function troubleOf(error: unknown): Failure {
  const code = error instanceof AxiosError ? error.code : undefined;
  const isOversized = error instanceof AxiosError && error.message.startsWith('maxContentLength');
  const trouble: Trouble = isOversized ? 'oversized body' : isCertificateError(code) ? 'certificate' : 'network';
  return { trouble, ...(code && { detail: code }) };
}

/** https://nodejs.org/api/tls.html#x509-certificate-error-codes */
function isCertificateError(code = ''): boolean {
  return /CERT|SIGNATURE|ISSUER|HOSTNAME_MISMATCH/.test(code);
}
