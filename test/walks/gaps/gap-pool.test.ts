import { expect, test } from 'vitest';
import { ConnectorError } from '../../../src/errors.ts';
import type { Gap } from '../../../src/progress/progress.ts';
import { type GapPool, readGaps } from '../../../src/walks/gaps/gap-pool.ts';
import type { Page } from '../../../src/walks/walk.ts';

type Reader = (gap: Gap, pool: GapPool) => AsyncGenerator<Page<string>>;

const gapsOf = (count: number): Gap[] => Array.from({ length: count }, (_, index) => ({ from: index, to: index + 1 }));
const page = (text: string): Page<string> => ({ records: [text] });
const tick = () => new Promise((resolve) => setImmediate(resolve));
const passing = (what: string) => new ConnectorError(what, { failureType: 'transient_error' });

async function collect(pages: AsyncIterable<Page<string>>): Promise<{ records: string[]; error: unknown }> {
  const records: string[] = [];
  try {
    for await (const { records: some } of pages) records.push(...some);
  } catch (error) {
    return { records, error };
  }
  return { records, error: undefined };
}

test('brings the pages of each gap in their order', async () => {
  const read: Reader = async function* (gap) {
    for (let number = 0; number < 5; number += 1) {
      if ((gap.from + number) % 3 === 0) await tick();
      yield page(`${gap.from}.${number}`);
    }
  };
  const { records } = await collect(readGaps(gapsOf(4), 3, read));
  expect(records).toHaveLength(20);
  for (const { from } of gapsOf(4)) {
    expect(records.filter((record) => record.startsWith(`${from}.`))).toEqual(
      [0, 1, 2, 3, 4].map((n) => `${from}.${n}`),
    );
  }
});

test('reads no more gaps at once than it may, and all of them in the end', async () => {
  let open = 0;
  let most = 0;
  const read: Reader = async function* (gap) {
    open += 1;
    most = Math.max(most, open);
    await tick();
    yield page(String(gap.from));
    open -= 1;
  };
  const { records } = await collect(readGaps(gapsOf(20), 3, read));
  expect(new Set(records).size).toBe(20);
  expect(most).toBe(3);
});

test('is one page ahead of its consumer in each gap, and no more', async () => {
  let fetched = 0;
  const read: Reader = async function* () {
    for (;;) {
      fetched += 1;
      yield page('x');
    }
  };
  const pages = readGaps(gapsOf(2), 2, read);
  await pages.next();
  await tick();
  expect(fetched).toBe(3);
  await pages.return(undefined);
});

test('a reader gives parts of its gap away while there is room', async () => {
  const rooms: number[] = [];
  const read: Reader = async function* (gap, pool) {
    await tick();
    rooms.push(pool.room());
    if (gap.from === 0) {
      pool.give({ from: 1, to: 2 });
      pool.give({ from: 2, to: 3 });
      rooms.push(pool.room());
    }
    yield page(String(gap.from));
  };
  const { records } = await collect(readGaps([{ from: 0, to: 3 }], 3, read));
  expect(records.toSorted()).toEqual(['0', '1', '2']);
  expect(rooms.slice(0, 2)).toEqual([2, 0]);
});

test('a failure that passes is told after the other gaps have been read', async () => {
  const read: Reader = async function* (gap) {
    yield page(String(gap.from));
    if (gap.from === 1) throw passing('first');
    if (gap.from === 5) throw passing('second');
    yield page(`${gap.from} again`);
  };
  const { records, error } = await collect(readGaps(gapsOf(8), 2, read));
  expect(error).toMatchObject({ message: 'first' });
  expect(records).toHaveLength(14);
});

test('a failure that does not pass ends all readers at once', async () => {
  const closed: number[] = [];
  const read: Reader = async function* (gap) {
    try {
      if (gap.from === 1) throw new ConnectorError('no', { failureType: 'config_error' });
      for (;;) {
        await tick();
        yield page(String(gap.from));
      }
    } finally {
      closed.push(gap.from);
    }
  };
  const { error } = await collect(readGaps(gapsOf(5), 3, read));
  await tick();
  await tick();
  expect(error).toMatchObject({ message: 'no' });
  expect(closed.toSorted()).toEqual([0, 1, 2]);
});

test('a server that is down is not asked for gap after gap', async () => {
  let asked = 0;
  const read: Reader = async function* () {
    asked += 1;
    yield* [];
    throw passing('down');
  };
  const { error } = await collect(readGaps(gapsOf(500), 4, read));
  expect(error).toMatchObject({ message: 'down' });
  expect(asked).toBeLessThanOrEqual(10);
});

test('a consumer that stops closes the readers', async () => {
  const closed: number[] = [];
  const read: Reader = async function* (gap) {
    try {
      for (;;) yield page(String(gap.from));
    } finally {
      closed.push(gap.from);
    }
  };
  for await (const _ of readGaps(gapsOf(5), 3, read)) break;
  await tick();
  expect(closed.toSorted()).toEqual([0, 1, 2]);
});
