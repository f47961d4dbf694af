import { describe, expect, it } from 'vitest';
import { refusal } from '../../../src/intercom/http/failure.ts';

const errorList = (error: object) => JSON.stringify({ type: 'error.list', request_id: 'b1c2', errors: [error] });

describe('what a refusal says', () => {
  it('is its code, the field that it objects to, and the id of the request', () => {
    const body = errorList({ code: 'parameter_invalid', field: 'page', message: 'text of a user' });
    expect(refusal(400, body, undefined)).toEqual({
      status: 400,
      code: 'parameter_invalid',
      field: 'page',
      requestId: 'b1c2',
    });
  });

  it('has the id from the header where the body has none', () => {
    expect(refusal(500, '', 'h-9')).toEqual({ status: 500, requestId: 'h-9' });
  });

  it.each(['no JSON', '[]', 'null', '{"errors":{}}', '{"errors":[null]}'])(
    'is the status alone where the body is %s',
    (body) => {
      expect(refusal(502, body, undefined)).toEqual({ status: 502 });
    },
  );

  it('is no text that could hold data of a user', () => {
    expect(refusal(422, errorList({ code: 'Jane Doe <jane@example.com>' }), 'a b')).toEqual({
      status: 422,
      requestId: 'b1c2',
    });
  });
});

describe('a 429', () => {
  const answer = (message: unknown, status = 429) =>
    refusal(status, errorList({ code: 'rate_limit_exceeded', message }), undefined).limit;

  it.each([
    'Exceeded rate limit of 1 pending message data export jobs',
    'Exceeded rate limit of 5 Pending reporting dataset export jobs',
    'Only 1 pending export job at a time',
  ])('is about export jobs where it says "%s"', (message) => {
    expect(answer(message)).toBe('export jobs');
  });

  it.each(['Exceeded rate limit', 'pending', 'spending on export jobs', undefined, ['pending export jobs']])(
    'is about the rate of calls where it says %j',
    (message) => {
      expect(answer(message)).toBeUndefined();
    },
  );

  it('is the only status that is about export jobs', () => {
    expect(answer('1 pending export job', 400)).toBeUndefined();
    expect(refusal(429, '', undefined)).toEqual({ status: 429 });
  });
});
