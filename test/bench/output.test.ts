import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { Output } from '../../bench/lib/output.ts';

const record = (stream: string, text = '') =>
  JSON.stringify({ type: 'RECORD', record: { stream, emitted_at: 1, text } });
const status = (stream: string, value: string) =>
  JSON.stringify({
    type: 'TRACE',
    trace: { type: 'STREAM_STATUS', stream_status: { stream_descriptor: { name: stream }, status: value } },
  });
const LINES = [
  status('tags', 'STARTED'),
  record('tags'),
  record('contacts', 'x'.repeat(1_000)),
  JSON.stringify({ type: 'STATE', state: {} }),
  record('contacts'),
  status('tags', 'COMPLETE'),
];

it.each([1, 7, 64, 299, 301, 100_000])('counts records whatever the size of the chunks: %d bytes', async (size) => {
  const bytes = Buffer.from(`${LINES.join('\n')}\n`);
  const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) =>
    bytes.subarray(n * size, (n + 1) * size),
  );
  const output = new Output();
  await output.consume(Readable.from(chunks));
  expect(output.records).toBe(3);
  expect(output.startedAtMs).toBeTypeOf('number');
  expect(output.streams.get('contacts')).toMatchObject({ records: 2, endedAtMs: undefined });
  expect(output.streams.get('tags')).toMatchObject({ records: 1, endedAtMs: expect.any(Number) });
});
