import { describe, expect, it } from 'vitest';
import { ConnectorError, concernsOneCall, endsSync } from '../src/errors.ts';

describe('how far a failure reaches', () => {
  it.each([
    ['transient_error', 'call'],
    ['config_error', 'stream'],
    ['system_error', 'stream'],
  ] as const)('a %s concerns a %s, where nothing else is said', (failureType, reach) => {
    expect(new ConnectorError('It failed.', { failureType }).reach).toBe(reach);
  });

  it('is what the failure says of itself', () => {
    const refused = new ConnectorError('It failed.', { failureType: 'transient_error', reach: 'sync' });
    expect([concernsOneCall(refused), endsSync(refused)]).toEqual([false, true]);
  });

  it('is unknown for any other error: no walk goes on after it, and it ends no other stream', () => {
    const fault = Object.assign(new Error('fault'), { reach: 'sync' });
    expect([concernsOneCall(fault), endsSync(fault)]).toEqual([false, false]);
    expect(concernsOneCall(Object.assign(new Error('fault'), { reach: 'call' }))).toBe(false);
  });
});
