import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Row } from '../../sandbox/json.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { unpack } from '../../src/walks/exports/unpack.ts';
import { ask, codeOf } from './client.ts';

let sandbox: Sandbox;
let now = 1_790_000_000;
beforeEach(async () => {
  now = 1_790_000_000;
  sandbox = await startSandbox({
    now: () => now,
    sizes: { contacts: 10, conversations: 30, message_receipts: 40 },
    exports: { jobSeconds: 10 },
  });
});
afterEach(() => sandbox.close());

const wide = { created_at_after: 0, created_at_before: 1_800_000_000 };
const post = (path: string, body: object) => ask(sandbox, path, body);
const make = async (window: object = wide): Promise<string> =>
  String((await post('/export/content/data', window)).body.job_identifier);
const status = async (id: string): Promise<unknown> => (await ask(sandbox, `/export/content/data/${id}`)).body.status;

async function download(path: string): Promise<Buffer> {
  const response = await fetch(`${sandbox.url}${path}`, { headers: { Authorization: `Bearer ${sandbox.token}` } });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
}

async function filesIn(bytes: Buffer): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const source = async function* () {
    yield bytes;
  };
  for await (const { name = '', bytes: content } of unpack(source())) {
    const parts: Buffer[] = [];
    for await (const part of content) parts.push(part);
    files.set(name, Buffer.concat(parts).toString());
  }
  return files;
}

describe('a job that exports messages', () => {
  it('takes its time, can be downloaded for two days, and is gone then', async () => {
    const id = await make();
    expect(await status(id)).toBe('pending');
    await expect(download(`/download/content/data/${id}`)).rejects.toThrow('404');
    now += 6;
    expect(await status(id)).toBe('in_progress');
    now += 5;
    expect(await status(id)).toBe('completed');
    const first = await download(`/download/content/data/${id}`);
    now += 2 * 86_400 - 10;
    expect(await download(`/download/content/data/${id}`)).toEqual(first);
    now += 20;
    await expect(download(`/download/content/data/${id}`)).rejects.toThrow('404');
  });

  it('is the only one of a workspace', async () => {
    const id = await make();
    const refusal = await post('/export/content/data', wide);
    expect([refusal.status, codeOf(refusal)]).toEqual([429, 'rate_limit_exceeded']);
    expect(JSON.stringify(refusal.body)).toContain('Exceeded rate limit of 1 pending message data export jobs');
    now += 11;
    expect(await make()).not.toBe(id);
  });

  it('can be cancelled while it runs, which makes room for another', async () => {
    const id = await make();
    expect((await post(`/export/cancel/${id}`, {})).body.status).toBe('canceled');
    expect(await status(await make())).toBe('pending');
    expect(sandbox.change.messageExports().map(({ isCanceled }) => isCanceled)).toEqual([true, false]);
  });

  it('packs the receipts into several files, and what was opened into another one', async () => {
    const id = await make();
    now += 11;
    const files = await filesIn(await download(`/download/content/data/${id}`));
    expect([...files.keys()].map((name) => name.replace(/\d{8}-\d{6}/, '*'))).toEqual([
      'open_*.csv',
      'exports/receipt_*.csv',
      'exports/receipt_*-20.csv',
    ]);
    expect([...files.values()][1]).toMatch(/""[^"]*"", she said,\nand left\r\n/);
  });

  it('has no data, or an empty file, as the settings say', async () => {
    const empty = { created_at_after: 5, created_at_before: 9 };
    const first = await make(empty);
    now += 11;
    expect(await status(first)).toBe('no_data');
    sandbox.set({ exports: { isNoDataSaid: false } });
    const second = await make(empty);
    now += 11;
    expect((await filesIn(await download(`/download/content/data/${second}`))).size).toBe(0);
    sandbox.set({ exports: { packing: 'gzip' } });
    const third = await make(empty);
    now += 11;
    expect(gunzipSync(await download(`/download/content/data/${third}`)).toString()).toMatch(/^user_id,.*\n$/);
  });

  it('fails where its window is too long', async () => {
    sandbox.set({ exports: { longestDays: 3 } });
    const id = await make();
    now += 11;
    expect(await status(id)).toBe('failed');
  });
});

describe('a report', () => {
  const wanted = { dataset_id: 'conversation', start_time: 0, end_time: 1_800_000_000 };
  const enqueue = (more: Row) => post('/export/reporting_data/enqueue', { ...wanted, ...more });

  it('has the attributes that were asked for, in that order', async () => {
    const ids = ['timestamp.conversation_started_at', 'standard.conversation_id'];
    const { body } = await enqueue({ attribute_ids: ids });
    now += 11;
    const text = (await download(`/download/reporting_data/${body.job_identifier}?app_id=sandbox1`)).toString();
    expect(text.split('\n').slice(0, 2)).toEqual([
      'conversation_started_at,conversation_id',
      expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+$/),
    ]);
    expect(text.split('\n')).toHaveLength(32);
  });

  it.each([
    ['an unknown dataset', { dataset_id: 'imaginary', attribute_ids: ['a'] }],
    ['no attributes', {}],
    ['unknown attributes', { attribute_ids: ['standard.nothing'] }],
  ])('is refused for %s', async (_what, more) => {
    const refusal = await enqueue(more);
    expect([refusal.status, codeOf(refusal)]).toEqual([400, 'bad_request']);
  });

  it('is one of five at most', async () => {
    sandbox.change.occupyReportExports(60);
    const { status: code, body } = await enqueue({ attribute_ids: ['standard.channel'] });
    expect(code).toBe(429);
    expect(JSON.stringify(body)).toContain('Exceeded rate limit of 5 pending reporting dataset export jobs');
  });
});
