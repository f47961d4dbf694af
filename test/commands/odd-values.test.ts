import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, expect, it } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { Connector } from '../support/connector.ts';

const nested = (open: string, inside: string, close: string, depth: number) =>
  open.repeat(depth) + inside + close.repeat(depth);
const updatedAt = Math.floor(Date.now() / 1000) - 3_600;
const conversation = { type: 'conversation', created_at: updatedAt, updated_at: updatedAt };
/** As text, since JSON.stringify overflows at the depth that JSON.parse takes. */
const conversations = [
  JSON.stringify({ ...conversation, id: '1', source: { body: nested('<div>', 'Hello', '</div>', 20_000) } }),
  JSON.stringify({ ...conversation, id: '2', source: { body: '<div title="</div>">'.repeat(5_000) } }),
  JSON.stringify({ ...conversation, id: '3', team_assignee_id: { toString: 1, valueOf: 1 } }),
  JSON.stringify({ ...conversation, id: '4', title: 'LIST' }).replace('"LIST"', nested('[', '', ']', 100_000)),
  JSON.stringify({ ...conversation, id: '5', source: { body: '<p>Fine</p>' } }),
];

const server = createServer((request, response) => {
  const page = `{"conversations":[${conversations.join()}],"total_count":${conversations.length},"pages":{}}`;
  response.end(request.url === '/conversations/search' ? page : '{}');
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const sandbox = await startSandbox();
const connector = new Connector(sandbox);
afterAll(async () => {
  server.close();
  await sandbox.close();
});

it('a value that can not be shaped costs that value, not its stream', async () => {
  const outcome = await connector.read(['conversations'], 'full_refresh', {
    config: { message_bodies: 'plain_text' },
    url: `http://127.0.0.1:${Object(server.address()).port}`,
  });

  expect([outcome.exitCode, outcome.errors]).toEqual([0, []]);
  const rows = new Map(outcome.rows('conversations').map((row) => [row.id, row]));
  expect([...rows.keys()].toSorted()).toEqual(['1', '2', '3', '4', '5']);
  expect(rows.get('1')).toMatchObject({ source: { body: 'Hello' } });
  expect(rows.get('2')).toMatchObject({ source: { body: null } });
  expect(rows.get('3')).toMatchObject({ team_assignee_id: null });
  expect(rows.get('4')).toMatchObject({ title: null, updated_at: updatedAt });
  expect(rows.get('5')).toMatchObject({ source: { body: 'Fine' } });
  const metas = outcome.messages.flatMap((message) =>
    message.type === 'RECORD' && message.record.meta !== undefined
      ? [[message.record.data.id, message.record.meta]]
      : [],
  );
  expect(Object.fromEntries(metas)).toEqual({
    2: nulled('source.body'),
    3: nulled('team_assignee_id'),
    4: nulled('title'),
  });
  expect(outcome.warnings).toEqual([
    expect.stringMatching(/^conversations: source\.body of record 2 .* becomes null\./),
    expect.stringMatching(/^conversations: team_assignee_id of record 3 .* becomes null\./),
  ]);
});

function nulled(field: string) {
  return { changes: [{ field, change: 'NULLED', reason: 'SOURCE_SERIALIZATION_ERROR' }] };
}
