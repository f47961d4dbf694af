/**
 * What no connector can do without: fetches, parses and prints the same pages. `node bare-loop.mjs URL contacts|parts`
 * reads oldest first, one page after the other, and asks for the conversations of each page together.
 */
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import process from 'node:process';

const [url, what] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: 50 });
const headers = { authorization: 'Bearer sandbox-token', 'intercom-version': '2.16' };

await (what === 'contacts' ? contacts() : parts());
agent.destroy();

async function contacts() {
  for await (const rows of search('/contacts/search', 'data')) await print('contacts', rows);
}

async function parts() {
  for await (const rows of search('/conversations/search', 'conversations')) {
    const whole = await Promise.all(rows.map(({ id }) => call('GET', `/conversations/${id}`)));
    for (const { conversation_parts: list } of whole) await print('conversation_parts', list.conversation_parts);
  }
}

async function* search(path, key) {
  const since = [
    { field: 'updated_at', operator: '=', value: 1 },
    { field: 'updated_at', operator: '>', value: 0 },
  ];
  const query = { operator: 'OR', value: since };
  const sort = { field: 'updated_at', order: 'ascending' };
  for (let after; ; ) {
    const body = await call('POST', path, { query, sort, pagination: { per_page: 150, starting_after: after } });
    yield body[key];
    after = body.pages.next?.starting_after;
    if (after === undefined) return;
  }
}

async function call(method, path, body) {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const more =
    text === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
  const sent = request(url + path, { method, agent, headers: { ...headers, ...more } });
  sent.end(text);
  const [response] = await once(sent, 'response');
  const chunks = [];
  for await (const chunk of response) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString());
}

/** A page at a time, and no more than the reader takes. */
async function print(stream, rows) {
  const now = Date.now();
  const lines = rows.map((data) => JSON.stringify({ type: 'RECORD', record: { stream, emitted_at: now, data } }));
  if (!process.stdout.write(`${lines.join('\n')}\n`)) await once(process.stdout, 'drain');
}
