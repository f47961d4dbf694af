import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, expect, it } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { Connector } from '../support/connector.ts';
import type { Outcome } from '../support/outcome.ts';

const answers: Readonly<Record<string, object>> = {
  '/tags': { data: [{ type: 'tag', id: '1', name: 'VIP', colour: 'gold' }] },
  '/brands': { data: [{ type: 'brand', id: '2', name: 'Acme', custom_theme: 'dark' }] },
  '/teams': { teams: [{ type: 'team', id: '3', name: 'Tier 1' }] },
};
const server = createServer((request, response) => {
  const path = new URL(request.url ?? '', 'http://localhost').pathname;
  response.end(JSON.stringify(answers[path] ?? {}));
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const sandbox = await startSandbox({ sizes: { contacts: 5, companies: 5, conversations: 5, tickets: 5 } });
const connector = new Connector(sandbox);
afterAll(async () => {
  server.close();
  await sandbox.close();
});

function noticesIn({ messages }: Outcome) {
  const logs = messages.flatMap((message) => (message.type === 'LOG' ? [message.log] : []));
  return logs.filter(({ message }) => message.includes('does not declare'));
}

it('a read names the fields that a schema does not declare, once per stream and without their values', async () => {
  const url = `http://127.0.0.1:${Object(server.address()).port}`;
  const outcome = await connector.read(['tags', 'brands', 'teams'], 'full_refresh', { url });

  expect(outcome.rows('tags')).toEqual([{ type: 'tag', id: '1', name: 'VIP', colour: 'gold' }]);
  const notices = noticesIn(outcome);
  expect(notices).toEqual([
    { level: 'INFO', message: expect.stringMatching(/^tags: .*: colour\. /) },
    { level: 'INFO', message: expect.stringMatching(/^brands: .*: custom_theme\. /) },
  ]);
  expect(notices.map(({ message }) => message).join()).not.toMatch(/gold|dark/);
});

it('custom attributes in columns of their own are declared', async () => {
  const config = { custom_attributes_as_columns: true };
  const { schemas } = await connector.discover({ config });
  const streams = ['contacts', 'companies', 'conversations', 'tickets'].map((name) => ({
    stream: { name, json_schema: schemas.get(name) ?? {} },
    sync_mode: 'full_refresh',
  }));
  const outcome = await connector.read([], 'full_refresh', { config, catalog: { streams } });

  const columns = outcome.rows('contacts').flatMap((row) => Object.keys(row));
  expect(columns.filter((column) => column.startsWith('custom_')).length).toBeGreaterThan(10);
  expect(noticesIn(outcome)).toEqual([]);
});
