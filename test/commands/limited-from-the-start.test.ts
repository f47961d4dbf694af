import { afterAll, expect, it } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { Connector } from '../support/connector.ts';

const sandbox = await startSandbox({ rateLimit: { perWindow: 100, windowSeconds: 1 } });
const connector = new Connector(sandbox);
afterAll(() => sandbox.close());

it('tells of a wait for the rate limit that begins with the very first call, in every stream', async () => {
  sandbox.faults.add({ kind: 'rateLimit', match: { path: '/me' }, times: 2 });
  const outcome = await connector.read(['tags', 'teams'], 'full_refresh');
  expect(outcome.exitCode).toBe(0);
  const words = outcome.messages.flatMap((message) => {
    if (message.type === 'RECORD') return [`${message.record.stream} RECORD`];
    if (message.type !== 'TRACE' || message.trace.type !== 'STREAM_STATUS') return [];
    const { stream_descriptor, status, reasons } = message.trace.stream_status;
    return [`${stream_descriptor.name} ${status}${reasons === undefined ? '' : ' RATE_LIMITED'}`];
  });
  const beforeRows = words.slice(
    0,
    words.findIndex((word) => word.endsWith('RECORD')),
  );
  for (const stream of ['tags', 'teams']) {
    expect(beforeRows).toContain(`${stream} STARTED`);
    expect(beforeRows).toContain(`${stream} RUNNING RATE_LIMITED`);
    expect(words.at(-1)).toMatch(/COMPLETE$/);
  }
  const logs = outcome.messages.flatMap((message) => (message.type === 'LOG' ? [message.log.message] : []));
  expect(logs.join('\n')).toMatch(/rate limit/i);
});
