import { describe, expect, it } from 'vitest';
import { ConnectorError } from '../../../src/errors.ts';
import { ApiError } from '../../../src/intercom/api.ts';
import { catchPartial, UnconfirmedEnd } from '../../../src/walks/search/partial-failure.ts';
import { refusal, timeOut } from '../support/search-server.ts';

const end = new UnconfirmedEnd('/things/search', 'after 3 of 5 records');

describe('a failure at one end of a gap', () => {
  it.each([end, timeOut(), refusal(500), refusal(404)])('may leave the rest to the other end: %s', (failure) => {
    expect(catchPartial(failure)).toBe(failure);
  });

  it.each([refusal(401), refusal(400), new ConnectorError('no', { failureType: 'transient_error' }), new Error('no')])(
    'concerns all of the gap: %s',
    (failure) => {
      expect(() => catchPartial(failure)).toThrow(failure);
    },
  );
});

it('an end that may not be one is told with its path and the doubt, as a failure that may pass', () => {
  expect(end).not.toBeInstanceOf(ApiError);
  expect(end.name).toBe('UnconfirmedEnd');
  expect(end.failureType).toBe('transient_error');
  for (const text of [end.message, end.internalMessage]) expect(text).toMatch(/\/things\/search after 3 of 5 records/);
});
