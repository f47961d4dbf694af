import { expect, it } from 'vitest';
import { linesOf } from '../../../src/walks/exports/csv.ts';

async function linesIn(...chunks: readonly string[]): Promise<(readonly string[])[]> {
  const lines: (readonly string[])[] = [];
  for await (const line of linesOf(inChunks(chunks))) lines.push(line);
  return lines;
}

async function* inChunks(chunks: Iterable<string>): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield Buffer.from(chunk);
}

it('the mark at the start of a file is no part of its first column', async () => {
  expect(await linesIn('\uFEFFid,at\n', '1,2\n')).toEqual([
    ['id', 'at'],
    ['1', '2'],
  ]);
});

it('empty lines are none, and lines may have different lengths', async () => {
  expect(await linesIn('id,at\n\n1,2,3\n', '4\n\n')).toEqual([['id', 'at'], ['1', '2', '3'], ['4']]);
});

it('a field may hold commas, quotes, line ends and a long text, in several chunks', async () => {
  const long = 'x'.repeat(200_000);
  expect(await linesIn('"a,""b""\n', `c","${long}`, `${long}"\n`)).toEqual([['a,"b"\nc', long + long]]);
});

it('a quote that never ends fails instead of filling the memory', async () => {
  const chunk = 'x'.repeat(10_000);
  let sent = 0;
  const endless = function* () {
    yield '"';
    for (; sent < 1_000; sent += 1) yield chunk;
  };
  const read = async () => {
    for await (const _ of linesOf(inChunks(endless()), 100_000));
  };
  await expect(read()).rejects.toMatchObject({ code: 'CSV_MAX_RECORD_SIZE' });
  expect(sent).toBeLessThan(100);
});
