import { isObject } from '../../json.ts';

/** Why no usable answer arrived, when no HTTP status says it. `proxy`: the user's proxy refused to connect. */
export type Trouble = 'network' | 'proxy' | 'certificate' | 'time-out' | 'broken body' | 'oversized body';

/** Why one exchange brought no usable answer. Contains no secret and none of the user's data. */
export interface Failure {
  /** HTTP status of an answer other than 2xx. */
  readonly status?: number;
  /** Intercom's error code, such as `token_unauthorized`. */
  readonly code?: string;
  /** The parameter that Intercom objects to. */
  readonly field?: string;
  readonly requestId?: string;
  /** What a 429 is about, where it is not the rate of calls: a workspace may have a few export jobs at a time. */
  readonly limit?: 'export jobs';
  readonly trouble?: Trouble;
  /** The system's code for the trouble, such as `ECONNREFUSED`. */
  readonly detail?: string;
  /** The host that did not answer. */
  readonly host?: string;
}

/** Reads Intercom's `error.list`. From a body of any other shape only the status is known. */
export function refusal(status: number, body: string, headerRequestId: unknown): Failure {
  const list = parseErrorList(body);
  const code = word(list.error?.code) ?? word(list.error?.type);
  const field = word(list.error?.field);
  const requestId = word(list.requestId) ?? word(headerRequestId);
  const limit = status === 429 && isAboutExports(list.error?.message) ? 'export jobs' : undefined;
  return {
    status,
    ...(code && { code }),
    ...(field && { field }),
    ...(requestId && { requestId }),
    ...(limit && { limit }),
  };
}

/** Only the words tell: "Exceeded rate limit of 1 pending message data export jobs", with the code of any other 429. */
function isAboutExports(message: unknown): boolean {
  return typeof message === 'string' && /\bpending\b.*\bexport jobs?\b/i.test(message);
}

function parseErrorList(body: string): { error?: Readonly<Record<string, unknown>>; requestId?: unknown } {
  try {
    const parsed: unknown = JSON.parse(body);
    if (!isObject(parsed)) return {};
    const errors: unknown = parsed.errors;
    const error: unknown = Array.isArray(errors) ? errors[0] : undefined;
    return { requestId: parsed.request_id, ...(isObject(error) && { error }) };
  } catch {
    return {};
  }
}

/** Codes and ids only: free text could hold a user's data. */
function word(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\w.:[\]-]{1,80}$/.test(value) ? value : undefined;
}
