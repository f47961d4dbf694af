import { ApiError, type ApiRequest } from '../api.ts';
import type { Failure } from './failure.ts';
import { judge, type Situation } from './failure-table.ts';

/** The failure as an error for the user: what happened, who can do something about it, and what. */
export function toApiError(failure: Failure, request: ApiRequest, situation?: Situation): ApiError {
  const { meaning, failureType, reach, advice } = judge(failure, situation);
  return new ApiError(advice(failure, request.path), {
    meaning,
    failureType,
    reach,
    internalMessage: describe(failure, request),
    ...(failure.status !== undefined && { status: failure.status }),
    ...(failure.code !== undefined && { code: failure.code }),
    ...(failure.detail !== undefined && { cause: new Error(failure.detail) }),
  });
}

/** For engineers, and free of secrets: `HTTP 403 forbidden, request id abc: GET /tickets`. */
export function describe(failure: Failure, request: ApiRequest): string {
  const what = [
    failure.status === undefined ? failure.trouble : `HTTP ${failure.status}`,
    failure.code,
    failure.field && `(${failure.field})`,
    failure.detail,
  ];
  const id = failure.requestId ? `, request id ${failure.requestId}` : '';
  return `${what.filter(Boolean).join(' ')}${id}: ${request.method} ${request.path}`;
}
