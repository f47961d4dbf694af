import { afterAll, expect, it } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { Connector } from '../support/connector.ts';
import { useVirtualTime } from '../support/virtual-time.ts';

useVirtualTime();

const sandbox = await startSandbox({ sizes: { contacts: 160, conversations: 10, tickets: 20 } });
afterAll(() => sandbox.close());

it('a read ends with a line per stream: its records, and the calls of the walk that it shares with others', async () => {
  const names = ['contacts', 'conversation_parts', 'tags'];
  const outcome = await new Connector(sandbox).read(names, 'full_refresh');
  const pathsOf = {
    contacts: /^\/contacts/,
    conversation_parts: /^\/conversations/,
    tags: '/tags',
  };
  for (const [name, path] of Object.entries(pathsOf)) {
    const calls = sandbox.calls.count(path);
    expect(calls).toBeGreaterThan(0);
    const line = `INFO ${name}: ${outcome.rows(name).length} records, ${calls} call${calls === 1 ? '' : 's'} in 0.0 s, complete`;
    expect(outcome.logs).toContain(line);
  }
});

it('a single record and a single call are named in the singular', async () => {
  const few = await startSandbox({ sizes: { tags: 1, segments: 2 } });
  try {
    const { logs } = await new Connector(few).read(['tags', 'segments'], 'full_refresh');
    expect(logs).toContain('INFO tags: 1 record, 1 call in 0.0 s, complete');
    expect(logs).toContain('INFO segments: 2 records, 1 call in 0.0 s, complete');
  } finally {
    await few.close();
  }
});
