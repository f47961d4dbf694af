import type { FailureType } from '../../errors.ts';
import { ApiError, type ApiRequest } from '../api.ts';
import { permissionsFor } from '../permissions.ts';
import type { Failure } from './failure.ts';
import { pathShape } from './path-shape.ts';

/** The failure as an error for the user: what happened, whose turn it is, what to do next. */
export function toApiError(failure: Failure, request: ApiRequest): ApiError {
  const { message, failureType } = verdict(failure, request);
  return new ApiError(message, {
    failureType,
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

/** True when Intercom doesn't know or no longer accepts the token: no request can succeed. */
export function isTokenRefused(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401 && error.code !== scopeMissing;
}

/** True when the token is good but may not read this resource. Older endpoints say so with a 401, newer ones with a 403. */
export function isMissingPermission(error: unknown): boolean {
  return error instanceof ApiError && lacksPermission(error);
}

interface Verdict {
  readonly message: string;
  readonly failureType: FailureType;
}

/** Codes: https://developers.intercom.com/docs/references/rest-api/errors/error-codes */
const scopeMissing = 'token_unauthorized';
const planLacksFeature = 'api_plan_restricted';

function verdict(failure: Failure, request: ApiRequest): Verdict {
  if (failure.status === undefined) return verdictWithoutAnswer(failure);
  return verdictOnCode(failure, request) ?? verdictOnStatus(failure.status, request);
}

function verdictWithoutAnswer({ trouble, detail }: Failure): Verdict {
  switch (trouble) {
    case 'certificate':
      return config(
        `The server's certificate was not accepted (${detail}). If a proxy of yours inspects TLS, name its certificate ` +
          'authority in NODE_EXTRA_CA_CERTS.',
      );
    case 'oversized body':
      return system(
        'Intercom sent an answer larger than 64 MB. Please report this to the maintainers of the connector.',
      );
    case 'broken body':
      return transient('Intercom kept sending answers that are cut off or not JSON. Try again later.');
    case 'time-out':
      return transient('Intercom did not answer in time, again and again. Try again later.');
    default:
      return transient(
        `Intercom could not be reached (${detail ?? 'no connection'}). Check the network, its DNS and proxy, ` +
          'or try again later.',
      );
  }
}

function verdictOnCode(failure: Failure, request: ApiRequest): Verdict | undefined {
  if (lacksPermission(failure)) return config(permissionAdvice(request.path));
  switch (failure.code) {
    case planLacksFeature:
      return config(
        `The workspace's Intercom plan does not include ${pathShape(request.path)}, or has no active subscription. ` +
          'Change the plan, or deselect this stream.',
      );
    case 'intercom_version_invalid':
      return config(
        `Intercom does not offer ${pathShape(request.path)} in the API version that this connector uses. ` +
          'Update the connector, or deselect this stream.',
      );
    case 'scroll_exists':
      return transient(
        "Another application is reading this workspace's companies through Intercom's scroll, which serves one reader at " +
          'a time. Try again when that application is done.',
      );
    default:
      return undefined;
  }
}

function verdictOnStatus(status: number, request: ApiRequest): Verdict {
  if (status === 401) {
    return config(
      'Intercom rejected the access token. Copy the current token from the Developer Hub (Configure > Authentication) ' +
        'into the configuration, and check that the region is that of the workspace.',
    );
  }
  if (status === 429)
    return transient("Intercom's rate limit stayed used up. Try again when other applications use it less.");
  if (status === 408 || status >= 500) {
    return transient(
      `Intercom kept failing with HTTP ${status}. Try again later; https://www.intercomstatus.com tells of outages.`,
    );
  }
  if (status === 404 || status === 410) {
    return config(
      `Intercom has nothing at ${pathShape(request.path)}. The feature may not be part of this workspace. ` +
        'Check the region, or deselect this stream.',
    );
  }
  if (status < 400) {
    return config(
      `Intercom's address answered with a redirect (HTTP ${status}), which is not followed so that the access token goes ` +
        'nowhere else. Check the region, and any proxy in between.',
    );
  }
  return system(
    `Intercom rejected a request of the connector as invalid (HTTP ${status}). Please report this to the maintainers of the ` +
      'connector, together with the log.',
  );
}

function lacksPermission({
  status,
  code,
}: {
  readonly status?: number | undefined;
  readonly code?: string | undefined;
}): boolean {
  return (status === 401 && code === scopeMissing) || (status === 403 && code !== planLacksFeature);
}

function permissionAdvice(path: string): string {
  const names = permissionsFor(path).map((name) => `"${name}"`);
  const missing = names.length > 0 ? `the permission ${names.join(' or ')}` : 'a permission';
  return (
    `The access token lacks ${missing}, which reading ${pathShape(path)} takes. ` +
    'Grant it in the Developer Hub (Configure > Authentication) or deselect this stream.'
  );
}

function config(message: string): Verdict {
  return { message, failureType: 'config_error' };
}

function transient(message: string): Verdict {
  return { message, failureType: 'transient_error' };
}

function system(message: string): Verdict {
  return { message, failureType: 'system_error' };
}
