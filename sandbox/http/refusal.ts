import type { Row } from '../json.ts';

/** An answer that is an error of the API. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

export function notFound(what: string): Refusal {
  return new Refusal(404, 'not_found', `${what} Not Found`);
}

/** The body of an error of the API. */
export function errorBody(code: string, message: string, requestId: string): Row {
  return { type: 'error.list', request_id: requestId, errors: [{ code, message }] };
}
