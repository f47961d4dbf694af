import { describe, expect, it } from 'vitest';
import { ConnectorError, concernsOneCall } from '../../src/errors.ts';
import { ApiError } from '../../src/intercom/api.ts';
import { RetryList } from '../../src/walks/retry-list.ts';

const failure = new ConnectorError('It failed.', { failureType: 'transient_error', internalMessage: 'GET /things/7' });
const numbers = (count: number) => Array.from({ length: count }, (_, index) => String(index));

describe('RetryList', () => {
  it('begins with the ids of an earlier sync, in their order', () => {
    expect(new RetryList('things', ['b', 'a']).ids).toEqual(['b', 'a']);
  });

  it('puts each id of a failed call on the list once, numbers as text', () => {
    const list = new RetryList('things', ['1']);
    list.keep(['2', 3], failure);
    list.keep([1, '3'], failure);
    expect(list.ids).toEqual(['1', '2', '3']);
  });

  it('takes a hundred ids', () => {
    const list = new RetryList('things', []);
    expect(() => list.keep(numbers(100), failure)).not.toThrow();
    expect(() => list.keep(['99'], failure)).not.toThrow();
    expect(list.ids).toHaveLength(100);
  });

  it('takes no more than a hundred: the failure of the last call fails the walk', () => {
    const list = new RetryList('things', numbers(100));
    const error = thrownBy(() => list.keep(['100'], failure));
    expect(error).toBeInstanceOf(ConnectorError);
    expect(error).toMatchObject({
      message: 'More than 100 records of things could not be read. It failed.',
      failureType: 'transient_error',
      internalMessage: 'GET /things/7',
      cause: failure,
    });
  });

  it('keeps the kind of the failure, and adds no internal message where it has none', () => {
    const plain = new ConnectorError('No.', { failureType: 'config_error' });
    const error = thrownBy(() => new RetryList('things', numbers(100)).keep(['100'], plain));
    expect(error).toMatchObject({ failureType: 'config_error', internalMessage: undefined });
  });

  it.each([undefined, null, {}])('fails the walk where the record has no id to ask for, but %j', (id) => {
    const list = new RetryList('things', []);
    expect(thrownBy(() => list.keep([id], failure))).toBe(failure);
    expect(list.ids).toEqual([]);
  });

  it('knows whether one of several ids is on the list', () => {
    const list = new RetryList('things', ['1', '2']);
    expect(list.hasSome(['7', 2])).toBe(true);
    expect(list.hasSome(['7', '8'])).toBe(false);
    expect(list.hasSome([])).toBe(false);
  });

  it('takes ids off the list and says whether one of them was on it', () => {
    const list = new RetryList('things', ['1', '2', '3']);
    expect(list.cure(['9', 1, '3'])).toBe(true);
    expect(list.ids).toEqual(['2']);
    expect(list.cure(['1'])).toBe(false);
    expect(list.cure([])).toBe(false);
    expect(list.ids).toEqual(['2']);
  });
});

describe('concernsOneCall', () => {
  const answer = (status: number) => new ApiError('No.', { failureType: 'system_error', status });

  it.each([400, 408, 422, 500, 503])(
    'says that a walk can go on without a call that was answered with %i',
    (status) => {
      expect(concernsOneCall(answer(status))).toBe(true);
    },
  );

  it('says so of a call without an answer, and of any failure that passes', () => {
    expect(concernsOneCall(new ApiError('No answer.', { failureType: 'system_error' }))).toBe(true);
    expect(concernsOneCall(failure)).toBe(true);
  });

  it.each([401, 403, 404, 409, 410])('says that an answer of %i ends the walk', (status) => {
    expect(concernsOneCall(answer(status))).toBe(false);
  });

  it('says so of failures that need the user, and of faults of our own', () => {
    expect(concernsOneCall(new ConnectorError('No.', { failureType: 'config_error' }))).toBe(false);
    expect(concernsOneCall(new ConnectorError('No.', { failureType: 'system_error' }))).toBe(false);
    expect(concernsOneCall(new TypeError('x is not a function'))).toBe(false);
    expect(concernsOneCall(undefined)).toBe(false);
  });
});

function thrownBy(act: () => void): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
