import { describe, expect, it } from 'vitest';
import {
  connectionStatusMessage,
  errorTrace,
  estimateTrace,
  logMessage,
  rateLimitedTrace,
  stateMessage,
  streamStatusTrace,
} from '../../src/airbyte/messages.ts';
import { recordLine } from '../../src/airbyte/record-line.ts';

describe('messages', () => {
  it('R19: a STATE is of type STREAM and counts its records', () => {
    expect(stateMessage('tags', { updated_at: '5' }, 3)).toEqual({
      type: 'STATE',
      state: {
        type: 'STREAM',
        stream: { stream_descriptor: { name: 'tags' }, stream_state: { updated_at: '5' } },
        sourceStats: { recordCount: 3 },
      },
    });
  });

  it('R21: no message has a namespace', () => {
    const messages = [stateMessage('a', {}, 0), streamStatusTrace('a', 'STARTED', 1), rateLimitedTrace('a', 2, 1)];
    expect(JSON.stringify([...messages, recordLine('a', { id: 1 }, 1)])).not.toContain('namespace');
  });

  it('R29: a rate limit is a RUNNING status with one reason and its end in ms', () => {
    expect(rateLimitedTrace('tags', 1_790_000_010_000, 1_790_000_000_000).trace).toEqual({
      type: 'STREAM_STATUS',
      emitted_at: 1_790_000_000_000,
      stream_status: {
        stream_descriptor: { name: 'tags' },
        status: 'RUNNING',
        reasons: [{ type: 'RATE_LIMITED', rate_limited: { quota_reset: 1_790_000_010_000 } }],
      },
    });
  });

  it('an estimate has both figures', () => {
    expect(estimateTrace('tags', { rows: 3, bytes: 900 }, 1).trace).toEqual({
      type: 'ESTIMATE',
      emitted_at: 1,
      estimate: { name: 'tags', type: 'STREAM', row_estimate: 3, byte_estimate: 900 },
    });
  });

  it('a status, a log and an error have the shapes of the protocol', () => {
    expect(streamStatusTrace('tags', 'COMPLETE', 7).trace).toEqual({
      type: 'STREAM_STATUS',
      emitted_at: 7,
      stream_status: { stream_descriptor: { name: 'tags' }, status: 'COMPLETE' },
    });
    expect(logMessage('WARN', 'x')).toEqual({ type: 'LOG', log: { level: 'WARN', message: 'x' } });
    expect(errorTrace({ message: 'x', failure_type: 'config_error' }, 7)).toEqual({
      type: 'TRACE',
      trace: { type: 'ERROR', emitted_at: 7, error: { message: 'x', failure_type: 'config_error' } },
    });
    expect(connectionStatusMessage().connectionStatus).toEqual({ status: 'SUCCEEDED' });
    expect(connectionStatusMessage('why').connectionStatus).toEqual({ status: 'FAILED', message: 'why' });
  });
});
