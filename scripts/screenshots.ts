/**
 * `npm run screenshots`: the pictures of `read` in docs/images/, made from a real run of the built connector against the
 * sandbox: one while it reads, one of its end. A permission is missing, and a resource fails for a while.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startSandbox } from '../sandbox/sandbox.ts';
import { TerminalPicture } from './lib/terminal-picture.ts';

const COLUMNS = 108;
const ROWS = 24;
const MIDWAY_MS = 27_000;
const STREAMS = [
  'contacts',
  'contact_tags',
  'contact_events',
  'companies',
  'company_notes',
  'conversations',
  'conversation_parts',
  'tickets',
  'side_conversations',
  'activity_logs',
  'admins',
  'articles',
  'collections',
  'macros',
  'tags',
];
const images = fileURLToPath(new URL('../docs/images/', import.meta.url));
const executable = fileURLToPath(new URL('../bin/source-intercom', import.meta.url));

const folder = await mkdtemp(join(tmpdir(), 'screenshots-'));
const sandbox = await startSandbox({
  latencyMs: 900,
  withoutScopes: ['read_tickets'],
  sizes: { contacts: 4_000, conversations: 1_500, companies: 900 },
});
try {
  sandbox.faults.add({ kind: 'status', status: 500, match: { path: '/macros' }, times: 4 });
  const terminal = new TerminalPicture(COLUMNS, ROWS);
  await terminal.write('$ source-intercom read --config config.json --catalog catalog.json > first.jsonl\n');
  const reading = read(terminal);
  await sleep(MIDWAY_MS);
  await mkdir(images, { recursive: true });
  await save('read.svg', terminal.svg({ title: 'A running read: a table with a line for each stream' }));
  await reading;
  await save('read-end.svg', terminal.svg({ isWhole: true, title: 'The end of the read: what became of each stream' }));
} finally {
  await sandbox.close();
  await rm(folder, { recursive: true });
}

async function read(terminal: TerminalPicture): Promise<void> {
  const streams = STREAMS.map((name) => ({ stream: { name }, sync_mode: 'full_refresh' }));
  const files = { config: { access_token: sandbox.token }, catalog: { streams } };
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), JSON.stringify(content));
  const args = ['read', '--config', join(folder, 'config'), '--catalog', join(folder, 'catalog')];
  const child = spawn(executable, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...process.env,
      INTERCOM_API_URL: sandbox.url,
      SOURCE_INTERCOM_PROGRESS: 'table',
      COLUMNS: String(COLUMNS),
      LINES: String(ROWS),
    },
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => void terminal.write(text));
  await once(child, 'close');
  await terminal.write('');
}

async function save(name: string, svg: string): Promise<void> {
  await writeFile(join(images, name), svg);
  console.log(`docs/images/${name}`);
}
