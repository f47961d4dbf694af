import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { env } from 'node:process';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createDeflateRaw } from 'node:zlib';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { Connector, type Launcher } from '../support/connector.ts';
import { Outcome } from '../support/outcome.ts';
import { buildProgram, executable, start } from '../support/program.ts';
import { dateOf } from '../support/workspaces.ts';
import { MemoryWatch, tellsMemory } from './support/memory.ts';

const MEGABYTES = env.LONG === '1' ? 2_048 : 100;
const ROW_BYTES = 8_192;
const ROWS = Math.floor((MEGABYTES * 1024 * 1024) / ROW_BYTES);
/** As much as Node.js and a small sync take, and the answers that may be held. */
const MOST_MEGABYTES = 350;

beforeAll(buildProgram);
let server: Server;
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const now = Math.floor(Date.now() / 1_000);

/** A workspace with one export job, whose archive is made while it is sent. */
async function serve(): Promise<string> {
  server = createServer((request, response) => {
    const path = request.url ?? '';
    if (path.startsWith('/download/')) return void sendArchive(response);
    const app = { id_code: 'app1', created_at: now - 86_400 * 5 };
    const job = { job_identifier: 'job1', status: request.method === 'POST' ? 'pending' : 'completed' };
    response.end(JSON.stringify(path === '/me' ? { type: 'admin', app } : job));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function sendArchive(response: ServerResponse): Promise<void> {
  const name = 'receipt_20260101-000000.csv';
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50);
  header.writeUInt16LE(8, 6);
  header.writeUInt16LE(8, 8);
  header.writeUInt16LE(name.length, 26);
  response.write(Buffer.concat([header, Buffer.from(name)]));
  let crc = 0;
  const content = function* () {
    for (const part of csv()) {
      crc = crc32(part, crc);
      yield part;
    }
  };
  await pipeline(Readable.from(content()), createDeflateRaw({ level: 1 }), response, { end: false });
  const end = Buffer.alloc(20 + 22);
  end.writeUInt32LE(0x08074b50);
  end.writeUInt32LE(crc, 4);
  // Lengths of eight bytes each, which nobody has to believe.
  const directory = Buffer.alloc(22);
  directory.writeUInt32LE(0x06054b50);
  response.end(Buffer.concat([end.subarray(0, 24), directory]));
}

/** Rows with a long title, many to a piece. */
function* csv(): Generator<Buffer> {
  yield Buffer.from('receipt_id,received_at,content_title\n');
  const title = 'A "title"\nof some length. '.repeat(ROW_BYTES / 26).replaceAll('"', '""');
  const rest = `,${now - 3_600},"${title}"\n`;
  for (let row = 0; row < ROWS; row += 100) {
    const rows = Array.from({ length: Math.min(100, ROWS - row) }, (_, index) => `${row + index}${rest}`);
    yield Buffer.from(rows.join(''));
  }
}

/** Runs the program without keeping what it prints: counts its records, and keeps its other messages. */
function counting(
  counted: { records: number; ids: number },
  onStart: (child: ReturnType<typeof start>) => void,
): Launcher {
  return async ({ argv, apiUrl }) => {
    const startedMs = performance.now();
    const child = start([executable, ...argv], { env: { ...process.env, INTERCOM_API_URL: apiUrl } });
    onStart(child);
    let others = '';
    let line: Buffer[] = [];
    const take = (text: Buffer) => {
      const beginning = text.subarray(0, 400).toString();
      if (!beginning.includes('"type":"RECORD"')) others += `${text}\n`;
      else {
        counted.records += 1;
        counted.ids += Number(/"receipt_id":"(\d+)"/.exec(beginning)?.[1]);
      }
    };
    child.stdout?.on('data', (chunk: Buffer) => {
      let from = 0;
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
        take(Buffer.concat([...line, chunk.subarray(from, at)]));
        line = [];
        from = at + 1;
      }
      line.push(chunk.subarray(from));
    });
    const [exitCode] = await new Promise<[number | null]>((resolve) => child.once('close', (code) => resolve([code])));
    return new Outcome({ stdout: others, stderr: '', exitCode, signal: null, tookMs: performance.now() - startedMs });
  };
}

it(`R48: an export of ${MEGABYTES} MB unpacked comes whole, out of little memory`, async () => {
  const url = await serve();
  const counted = { records: 0, ids: 0 };
  let memory: MemoryWatch | undefined;
  const launcher = counting(counted, (child) => {
    memory = new MemoryWatch(child);
  });
  const connector = new Connector(
    { url, token: 'dG9rZW4=' },
    { launcher, config: { start_date: dateOf(now - 86_400) } },
  );
  const outcome = await connector.read(['message_receipts'], 'incremental');
  expect([outcome.exitCode, outcome.errors]).toEqual([0, []]);
  expect(outcome.statuses('message_receipts').at(-1)).toBe('COMPLETE');
  expect(counted).toEqual({ records: ROWS, ids: (ROWS * (ROWS - 1)) / 2 });
  if (!tellsMemory) return;
  expect(memory?.most).toBeGreaterThan(20);
  expect(memory?.most).toBeLessThan(MOST_MEGABYTES);
});
