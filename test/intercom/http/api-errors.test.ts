import { describe, expect, it } from 'vitest';
import { concernsOneCall, endsSync } from '../../../src/errors.ts';
import { ApiError, type ApiRequest } from '../../../src/intercom/api.ts';
import { toApiError } from '../../../src/intercom/http/api-errors.ts';
import { type Failure, refusal } from '../../../src/intercom/http/failure.ts';

const request: ApiRequest = { method: 'GET', path: '/tickets/123', query: { q: 'ada@example.com' } };

describe('a refusal', () => {
  it.each([
    [401, 'unauthorized', 'config_error', 'rejected the access token'],
    [401, 'token_revoked', 'config_error', 'rejected the access token'],
    [401, undefined, 'config_error', 'rejected the access token'],
    [401, 'token_unauthorized', 'config_error', 'lacks the permission "Read tickets"'],
    [403, 'forbidden', 'config_error', 'lacks the permission "Read tickets"'],
    [403, undefined, 'config_error', 'or deselect this stream'],
    [403, 'api_plan_restricted', 'config_error', 'plan does not include /tickets/:id'],
    [400, 'intercom_version_invalid', 'config_error', 'Update the connector'],
    [400, 'scroll_exists', 'transient_error', 'Another application'],
    [400, 'parameter_invalid', 'system_error', 'Please report this'],
    [404, 'not_found', 'config_error', 'Intercom has nothing at /tickets/:id'],
    [410, 'contact_merged', 'config_error', 'Intercom has nothing'],
    [301, undefined, 'config_error', 'redirect'],
    [408, 'request_timeout', 'transient_error', 'Try again later'],
    [409, 'conflict', 'system_error', 'Please report this'],
    [422, 'type_mismatch', 'system_error', 'Please report this'],
    [429, 'rate_limit_exceeded', 'transient_error', 'rate limit'],
    [500, 'server_error', 'transient_error', 'HTTP 500'],
    [504, undefined, 'transient_error', 'HTTP 504'],
  ] as const)('with %i %s is a %s%s that says "%s"', (status, code, failureType, advice) => {
    const error = toApiError({ status, ...(code && { code }) }, request);
    expect(error).toMatchObject({ status, code, failureType });
    expect(error.message).toContain(advice);
  });

  it.each([
    ['network', 'ENOTFOUND', 'transient_error', 'could not be reached (ENOTFOUND)'],
    ['time-out', undefined, 'transient_error', 'did not answer in time'],
    ['broken body', undefined, 'transient_error', 'cut off or not JSON'],
    ['oversized body', undefined, 'system_error', '64 MB'],
    ['certificate', 'CERT_HAS_EXPIRED', 'config_error', 'NODE_EXTRA_CA_CERTS'],
    ['proxy', 'HTTP 407 from the proxy', 'config_error', 'password in HTTPS_PROXY'],
  ] as const)('without an answer (%s, %s) is a %s that says "%s"', (trouble, detail, failureType, advice) => {
    const error = toApiError({ trouble, ...(detail && { detail }) }, request);
    expect(error).toMatchObject({ status: undefined, failureType, isOverload: true });
    expect(error.message).toContain(advice);
  });

  it('keeps the query and the ids out of what the user reads, and the query out of all', () => {
    const error = toApiError({ status: 404, requestId: 'r1' }, request);
    expect(error.message).not.toContain('123');
    expect(error.internalMessage).toBe('HTTP 404, request id r1: GET /tickets/123');
  });
});

describe('a 401 of a token that has worked before', () => {
  const worked = { tokenHasWorked: true };

  it('without a code is a missing permission, not a refused token', () => {
    const error = toApiError({ status: 401 }, request, worked);
    expect(error).toMatchObject({ meaning: 'permission missing', failureType: 'config_error' });
    expect(error.message).toContain('lacks the permission "Read tickets"');
  });

  it('with a code of its own is a refused token', () => {
    expect(toApiError({ status: 401, code: 'unauthorized' }, request, worked).meaning).toBe('token refused');
  });

  it('has nothing to do with other refusals', () => {
    expect(toApiError({ status: 404 }, request, worked).meaning).toBe('gone');
    expect(toApiError({ status: 400 }, request, worked).meaning).toBe('invalid request');
  });
});

describe('what engineers read', () => {
  const internal = (failure: Failure) => toApiError(failure, request).internalMessage;

  it('names status, code and the parameter that Intercom objects to', () => {
    expect(internal({ status: 400, code: 'parameter_invalid', field: 'per_page' })).toBe(
      'HTTP 400 parameter_invalid (per_page): GET /tickets/123',
    );
  });

  it('names the trouble and the code of the system where no answer came, which is the cause too', () => {
    const error = toApiError({ trouble: 'network', detail: 'ECONNRESET' }, request);
    expect(error.internalMessage).toBe('network ECONNRESET: GET /tickets/123');
    expect(error.cause).toEqual(new Error('ECONNRESET'));
  });

  it('names no cause where the system gave none', () => {
    expect(toApiError({ status: 404 }, request).cause).toBeUndefined();
  });
});

it('a missing permission without a known name is said without one', () => {
  const error = toApiError({ status: 403 }, { method: 'GET', path: '/unheard_of' });
  expect(error.message).toContain('lacks a permission, which reading /unheard_of requires');
});

it('a code of Intercom counts only with its own status', () => {
  expect(toApiError({ status: 400, code: 'token_unauthorized' }, request).meaning).toBe('invalid request');
});

describe('an error body', () => {
  it('gives code, field and request id', () => {
    const body = JSON.stringify({ request_id: 'r1', errors: [{ code: 'parameter_invalid', field: 'per_page' }] });
    expect(refusal(400, body, 'from-header')).toEqual({
      status: 400,
      code: 'parameter_invalid',
      field: 'per_page',
      requestId: 'r1',
    });
  });

  it.each([
    ['HTML', '<html>'],
    ['nothing', ''],
    ['null', 'null'],
    ['no list', '{"errors":"none"}'],
    ['an empty list', '{"errors":[]}'],
    ['a list of null', '{"errors":[null],"request_id":null}'],
  ])('that is %s leaves the status and the request id of the header', (_name, body) => {
    expect(refusal(404, body, 'r2')).toEqual({ status: 404, requestId: 'r2' });
  });

  it('with a number in the place of a code gives no code', () => {
    expect(refusal(400, '{"errors":[{"code":4000,"field":7}],"request_id":12}', 34)).toEqual({ status: 400 });
  });

  it('with free text in the place of a code gives no code', () => {
    expect(refusal(400, '{"errors":[{"code":"no contact ada@example.com"}]}', undefined)).toEqual({ status: 400 });
  });
});

it('a refused token is told from a missing permission', () => {
  const error = (status: number, code?: string) => toApiError({ status, ...(code && { code }) }, request);
  expect(endsSync(error(401, 'unauthorized'))).toBe(true);
  expect(endsSync(error(401))).toBe(true);
  expect(endsSync(error(401, 'token_unauthorized'))).toBe(false);
  expect(endsSync(error(403, 'forbidden'))).toBe(false);
  expect(endsSync(new Error('401'))).toBe(false);
  expect(error(401, 'token_unauthorized').isMissingPermission).toBe(true);
  expect(error(403, 'forbidden').isMissingPermission).toBe(true);
  expect(error(403).isMissingPermission).toBe(true);
  expect(error(403, 'api_plan_restricted').isMissingPermission).toBe(false);
  expect(error(401, 'unauthorized').isMissingPermission).toBe(false);
  expect(error(401)).toBeInstanceOf(ApiError);
});

it.each([
  [{ status: 404 }, { isGone: true, isOverload: false }],
  [{ status: 410 }, { isGone: true, isOverload: false }],
  [{ status: 408 }, { isGone: false, isOverload: true }],
  [{ status: 503 }, { isGone: false, isOverload: true }],
  [
    { status: 503, code: 'api_plan_restricted' },
    { isGone: false, isOverload: true },
  ],
  [{}, { isGone: false, isOverload: true }],
  [{ status: 429 }, { isGone: false, isOverload: false }],
  [{ status: 400 }, { isGone: false, isOverload: false }],
  [{ status: 401 }, { reach: 'sync', isMissingPermission: false }],
  [
    { status: 401, code: 'token_unauthorized' },
    { reach: 'stream', isMissingPermission: true },
  ],
])('an error made of %o alone is judged by the same table', (failure, judged) => {
  expect(new ApiError('It failed.', { failureType: 'transient_error', ...failure })).toMatchObject(judged);
});

it.each([
  ['time-out', { trouble: 'time-out' }, true],
  ['oversized body', { trouble: 'oversized body' }, true],
  ['certificate', { trouble: 'certificate' }, false],
  ['500', { status: 500 }, true],
  ['400, such as for the value of one record', { status: 400 }, true],
  ['422', { status: 422 }, true],
  ['405', { status: 405 }, false],
  ['404', { status: 404 }, false],
  ['403', { status: 403 }, false],
  ['401', { status: 401 }, false],
] as const)('after %s, a walk goes on without the call: %#', (_name, failure, expected) => {
  expect(concernsOneCall(toApiError(failure, { method: 'GET', path: '/conversations/1' }))).toBe(expected);
});
