import { afterAll, expect, it } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { Connector, catalogOf } from '../support/connector.ts';

const sizes = { contacts: 20, companies: 12, conversations: 8, tickets: 8, activity_logs: 10, segments: 5 };
const sandbox = await startSandbox({ sizes });
const connector = new Connector(sandbox);
const config = { start_date: '2000-01-01T00:00:00Z' };
afterAll(() => sandbox.close());

function stateOf(name: string, state: object): object {
  return { type: 'STREAM', stream: { stream_descriptor: { name }, stream_state: state } };
}

it.each([
  ['contacts', { updated_at: 'Infinity' }],
  ['conversations', { updated_at: '1e400' }],
  ['companies', { updated_at: 1e300 }],
  ['segments', { updated_at: '9'.repeat(400) }],
  ['conversation_parts', { parent_state: { conversations: { updated_at: 'Infinity' } } }],
])('reads %s from the start, with a warning, where its cursor is no time', async (name, state) => {
  const outcome = await connector.read([name], 'incremental', { config, state: [stateOf(name, state)] });

  expect(outcome.exitCode).toBe(0);
  expect(outcome.warnings).toContain(
    `${name}: the saved state is not one that this connector knows, so the stream is read from the start.`,
  );
  expect(new Set(outcome.column(name)).size).toBeGreaterThan(3);
  expect(Number(outcome.lastState(name).updated_at)).toBeLessThanOrEqual(sandbox.now());
});

it('reads nothing and keeps the cursor where it lies in the future', async () => {
  const state = [stateOf('contacts', { updated_at: '4765132800' })];
  const outcome = await connector.read([], 'incremental', {
    config,
    state,
    catalog: catalogOf(['contacts'], 'incremental'),
  });

  expect(outcome).toMatchObject({ exitCode: 0, records: [], warnings: [] });
  expect(outcome.lastState('contacts')).toEqual({ updated_at: '4765132800' });
});
