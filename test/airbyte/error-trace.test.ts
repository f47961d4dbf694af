import { describe, expect, it } from 'vitest';
import { toErrorTrace } from '../../src/airbyte/error-trace.ts';
import { ConnectorError } from '../../src/errors.ts';

describe('toErrorTrace', () => {
  it('R28: keeps the words and the failure type of a ConnectorError, and the stack out of its message', () => {
    const error = new ConnectorError('Try later.', {
      failureType: 'transient_error',
      internalMessage: 'HTTP 503',
      cause: new Error('socket hang up'),
    });
    const { trace } = toErrorTrace(error, 5, 'tags');
    expect(trace).toMatchObject({
      type: 'ERROR',
      emitted_at: 5,
      error: {
        message: 'Try later.',
        internal_message: 'HTTP 503',
        failure_type: 'transient_error',
        stream_descriptor: { name: 'tags' },
        stack_trace: expect.stringContaining('Caused by: Error: socket hang up'),
      },
    });
  });

  it('shows no stack to a user who is to act', () => {
    const { trace } = toErrorTrace(new ConnectorError('Grant it.', { failureType: 'config_error' }), 5);
    expect(trace).toEqual({
      type: 'ERROR',
      emitted_at: 5,
      error: { message: 'Grant it.', failure_type: 'config_error' },
    });
  });

  it.each([new TypeError('x is not a function'), 'a string', undefined, { odd: true }])(
    'R28: anything else is a system_error with a message and no stack in it (%s)',
    (thrown) => {
      const { trace } = toErrorTrace(thrown, 5);
      const error = trace.type === 'ERROR' ? trace.error : undefined;
      expect(error?.failure_type).toBe('system_error');
      expect(error?.message).toMatch(/^The connector failed unexpectedly/);
      expect(error?.message).not.toContain(' at ');
    },
  );

  it('ends on causes that go round in circles', () => {
    const error = new Error('round');
    error.cause = error;
    expect(() => toErrorTrace(error, 5)).not.toThrow();
  });
});
