import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeAll, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { parseMessages } from '../../scripts/lib/messages.ts';
import type { Launcher } from '../support/connector.ts';
import { keyOf } from '../support/inputs.ts';
import { Outcome, type Row } from '../support/outcome.ts';
import { buildProgram, executable, start } from '../support/program.ts';
import { pagedWorkspace } from '../support/workspaces.ts';
import { linesOf, MemoryWatch, tellsMemory } from './support/memory.ts';
import { read } from './support/reading.ts';

const CONVERSATIONS = 150;
const BYTES_PER_CONVERSATION = 3_000_000;
const STALL_MS = 20_000;
const MOST_MEGABYTES = 350;

beforeAll(buildProgram);
let sandbox: Sandbox | undefined;
afterEach(() => sandbox?.close());

it('R48: large conversations arrive whole, out of little memory, although their reader stalls', {
  timeout: 300_000,
}, async ({ skip }) => {
  skip(!tellsMemory, 'This system has no /proc to tell the memory of a process.');
  sandbox = await pagedWorkspace({
    sizes: { conversations: CONVERSATIONS },
    partBodyBytes: BYTES_PER_CONVERSATION,
    rateLimit: { perWindow: 100_000 },
  });
  let memory: MemoryWatch | undefined;
  const launcher: Launcher = async ({ argv, apiUrl }) => {
    const child = start([executable, ...argv], { env: { ...process.env, INTERCOM_API_URL: apiUrl } });
    memory = new MemoryWatch(child);
    const ended = once(child, 'close');
    const lines: string[] = [];
    for await (const line of linesOf(child)) {
      lines.push(withDigest(line));
      if (lines.length === 10) await wait(STALL_MS);
    }
    const [exitCode] = await ended;
    return new Outcome({ stdout: lines.join(''), exitCode });
  };
  const outcome = await read(sandbox, { names: ['conversation_parts'], launcher });
  expect(outcome.exitCode).toBe(0);
  expect(outcome.records.length).toBeGreaterThan(1_000);
  const arrived = byKey(outcome.rows('conversation_parts'), ({ body }) => body);
  expect(arrived).toEqual(byKey(sandbox.truth('conversation_parts'), digestOf));
  expect(memory?.most).toBeGreaterThan(20);
  expect(memory?.most).toBeLessThan(MOST_MEGABYTES);
});

/** The line with the digest of a part's body in place of the body: all bodies together are too large for one process. */
function withDigest(line: string): string {
  const [message] = parseMessages(`${line}\n`);
  if (message?.type !== 'RECORD') return `${line}\n`;
  const { record } = message;
  return `${JSON.stringify({ ...message, record: { ...record, data: { ...record.data, body: digestOf(record.data) } } })}\n`;
}

function digestOf({ body }: Row): string {
  return createHash('sha1').update(String(body)).digest('hex');
}

/** By the key of each part, what `of` says of it. */
function byKey(parts: Iterable<Row>, of: (part: Row) => unknown): ReadonlyMap<string, unknown> {
  const all = new Map<string, unknown>();
  for (const part of parts) all.set(keyOf('conversation_parts', part), of(part));
  return all;
}
