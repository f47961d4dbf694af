import { describe, expect, it } from 'vitest';
import { ConnectorError } from '../../../src/errors.ts';
import { MemoryBudget } from '../../../src/intercom/pace/memory-budget.ts';
import type { Gap } from '../../../src/progress/progress.ts';
import { readGaps, type Share } from '../../../src/walks/gaps/gap-pool.ts';
import type { Page } from '../../../src/walks/walk.ts';
import { refusal } from '../support/search-server.ts';

type Reader = (gap: Gap, share: Share) => AsyncGenerator<Page<string>>;

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

it('brings the pages of each gap in their order', async () => {
  const read: Reader = async function* (gap) {
    for (let number = 0; number < 5; number += 1) {
      if ((gap.from + number) % 3 === 0) await tick();
      yield page(`${gap.from}.${number}`);
    }
  };
  const { records } = await collect(readGaps(gapsOf(4), { atOnce: 3 }, read));
  expect(records).toHaveLength(20);
  for (const { from } of gapsOf(4)) {
    expect(records.filter((record) => record.startsWith(`${from}.`))).toEqual(
      [0, 1, 2, 3, 4].map((n) => `${from}.${n}`),
    );
  }
});

it('ends without a failure when no reader had one', async () => {
  const read: Reader = async function* (gap) {
    yield page(String(gap.from));
  };
  const all = async () => {
    for await (const { records } of readGaps(gapsOf(3), { atOnce: 2 }, read)) expect(records).toHaveLength(1);
  };
  await expect(all()).resolves.toBeUndefined();
});

it('reads no more gaps at once than it may, and all of them in the end', async () => {
  let open = 0;
  let most = 0;
  const read: Reader = async function* (gap) {
    open += 1;
    most = Math.max(most, open);
    await tick();
    yield page(String(gap.from));
    open -= 1;
  };
  const { records } = await collect(readGaps(gapsOf(20), { atOnce: 3 }, read));
  expect(new Set(records).size).toBe(20);
  expect(most).toBe(3);
});

it('is one page ahead of its consumer in each gap, and no more', async () => {
  let fetched = 0;
  const read: Reader = async function* () {
    for (;;) {
      fetched += 1;
      yield page('x');
    }
  };
  const pages = readGaps(gapsOf(2), { atOnce: 2 }, read);
  await pages.next();
  await tick();
  expect(fetched).toBe(3);
  await pages.return(undefined);
});

const splitting = { until: 100, earliest: 0, edge: Math.floor, onSplit: () => undefined };

it('a reader gives parts of its gap away while there is room', async () => {
  const read: Reader = async function* (gap, share) {
    await tick();
    // Worth eight readers, of which three may read at once.
    const to = gap.from === 0 ? share(gap, 1_000_000) : gap.to;
    yield page(`${gap.from} to ${to}`);
  };
  const { records } = await collect(readGaps([{ from: 0, to: 100 }], { atOnce: 3, splitting }, read));
  expect(records.toSorted()).toEqual(['0 to 33', '33 to 66', '66 to 100']);
});

it('parts that wait for a reader take up room', async () => {
  const ends: number[] = [];
  const both = tick();
  const read: Reader = async function* (gap, share) {
    await both;
    if (gap.from < 2) ends.push(share(gap, 1_000_000));
    yield page(String(gap.from));
  };
  const gaps = [0, 1].map((from) => ({ from, to: 100 }));
  await collect(readGaps(gaps, { atOnce: 4, splitting }, read));
  expect(ends).toEqual([33, 100]);
});

it('each reader counts its own pages', async () => {
  const given: number[] = [];
  const read: Reader = async function* (gap, share) {
    let to = gap.to;
    for (let number = 1; number <= 30; number += 1) to = share({ ...gap, to }, undefined);
    given.push(gap.to - to);
    yield page(String(gap.from));
  };
  await collect(
    readGaps(
      [
        { from: 0, to: 40 },
        { from: 40, to: 80 },
      ],
      { atOnce: 8, splitting },
      read,
    ),
  );
  expect(given).toEqual([0, 0]);
});

it('without a way to split, every gap stays with its reader', async () => {
  const read: Reader = async function* (gap, share) {
    yield page(String(share(gap, 1_000_000)));
  };
  const { records } = await collect(readGaps([{ from: 0, to: 100 }], { atOnce: 3 }, read));
  expect(records).toEqual(['100']);
});

it('a failure that passes is told after the other gaps have been read', async () => {
  const read: Reader = async function* (gap) {
    yield page(String(gap.from));
    if (gap.from === 1) throw passing('first');
    if (gap.from === 5) throw passing('second');
    yield page(`${gap.from} again`);
  };
  const { records, error } = await collect(readGaps(gapsOf(8), { atOnce: 2 }, read));
  expect(error).toMatchObject({ message: 'first' });
  expect(records).toHaveLength(14);
});

it('a failure that does not pass ends all readers at once', async () => {
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
  const { error } = await collect(readGaps(gapsOf(5), { atOnce: 3 }, read));
  await tick();
  await tick();
  expect(error).toMatchObject({ message: 'no' });
  expect(closed.toSorted()).toEqual([0, 1, 2]);
});

it('a server that is down is not asked for gap after gap', async () => {
  let asked = 0;
  const read: Reader = async function* () {
    asked += 1;
    yield* [];
    throw passing('down');
  };
  const { error } = await collect(readGaps(gapsOf(500), { atOnce: 4 }, read));
  expect(error).toMatchObject({ message: 'down' });
  expect(asked).toBeLessThanOrEqual(10);
});

it('a consumer that stops closes the readers', async () => {
  const closed: number[] = [];
  const read: Reader = async function* (gap) {
    try {
      for (;;) yield page(String(gap.from));
    } finally {
      closed.push(gap.from);
    }
  };
  for await (const _ of readGaps(gapsOf(5), { atOnce: 3 }, read)) break;
  await tick();
  expect(closed.toSorted()).toEqual([0, 1, 2]);
});

describe('the memory of a page that nobody will read', () => {
  const leased = () => {
    const budget = new MemoryBudget();
    const held = (records: string[]): Page<string> => {
      const lease = budget.lease('rows');
      lease.add(1_000);
      return { records, lease };
    };
    return { budget, held };
  };

  it('is given back when the consumer stops', async () => {
    const { budget, held } = leased();
    const read: Reader = async function* (gap) {
      for (;;) {
        await tick();
        yield held([String(gap.from)]);
      }
    };
    for await (const first of readGaps(gapsOf(3), { atOnce: 3 }, read)) {
      first.lease?.release();
      break;
    }
    await tick();
    await tick();
    expect(budget.held).toBe(0);
  });

  it('is given back when another reader fails', async () => {
    const { budget, held } = leased();
    const read: Reader = async function* (gap) {
      if (gap.from === 1) throw new ConnectorError('no', { failureType: 'config_error' });
      await tick();
      yield held([String(gap.from)]);
    };
    const { records, error } = await collect(readGaps(gapsOf(3), { atOnce: 3 }, read));
    expect([records, error]).toMatchObject([[], { message: 'no' }]);
    await tick();
    await tick();
    expect(budget.held).toBe(0);
  });
});

it('more failures than five end the others, though each of them may pass', async () => {
  const read: Reader = async function* (gap) {
    if (gap.from < 10) throw passing(String(gap.from));
    yield page(String(gap.from));
  };
  expect((await collect(readGaps(gapsOf(20), { atOnce: 1 }, read))).records).toEqual([]);
  const five: Reader = async function* (gap) {
    if (gap.from < 5) throw passing(String(gap.from));
    yield page(String(gap.from));
  };
  expect((await collect(readGaps(gapsOf(20), { atOnce: 1 }, five))).records).toHaveLength(15);
});

it.each([404, 410])('a page that is said not to exist (%i) holds back no other gap', async (status) => {
  const read: Reader = async function* (gap) {
    if (gap.from === 0) throw refusal(status);
    yield page(String(gap.from));
  };
  const { records, error } = await collect(readGaps(gapsOf(5), { atOnce: 1 }, read));
  expect(records).toHaveLength(4);
  expect(error).toMatchObject({ status });
});

it('a refusal of Intercom ends all readers at once', async () => {
  const read: Reader = async function* (gap) {
    if (gap.from === 0) throw refusal(403);
    yield page(String(gap.from));
  };
  const { records, error } = await collect(readGaps(gapsOf(5), { atOnce: 1 }, read));
  expect([records, error]).toMatchObject([[], { status: 403 }]);
});
