import { describe, expect, it } from 'vitest';
import { zipOf } from '../../../sandbox/resources/exports/files.ts';
import { Lease } from '../../../src/intercom/pace/memory-budget.ts';
import type { Job } from '../../../src/progress/progress.ts';
import type { Export } from '../../../src/walks/exports/export.ts';
import { type Batch, rowsOf } from '../../../src/walks/exports/rows.ts';
import { contextOf } from '../support/reading.ts';
import { ScriptedApi } from '../support/scripted-api.ts';
import { refusal } from '../support/search-server.ts';

const job: Job = { id: 'job-1', from: 0, to: 100 };

const source: Export = {
  create: () => ({ method: 'POST', path: '/make' }),
  status: (id) => ({ method: 'GET', path: `/status/${id}` }),
  download: (id) => ({ method: 'GET', path: `/file/${id}`, answersWith: 'file' }),
  table: (header, file) => (file === 'other.csv' ? undefined : (line) => Object.fromEntries(zipped(header, line))),
};

const zipped = (header: readonly string[], line: readonly string[]) => header.map((column, at) => [column, line[at]]);

/** More downloads than any test needs: to begin again without end fails instead. */
const MOST_DOWNLOADS = 20;
/** Of the event loop, in which rows are brought. */
const MOST_TURNS = 100_000;

class CountedLease extends Lease {
  characters = 0;

  override add(characters: number): void {
    this.characters += characters;
  }
}

type Download = (brought: (rows: number) => Promise<void>) => AsyncIterable<Uint8Array>;

/** The rows of a file, whose n-th download, from 0, is given; it may wait until so many rows have been brought. */
function reading(download: (index: number) => Download, known = job, of = source) {
  let rows = 0;
  const brought = async (count: number) => {
    for (let turns = 0; rows < count; turns += 1) {
      if (turns === MOST_TURNS) throw new Error('The rows are not brought.');
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const api = new ScriptedApi((_request, index) => {
    if (index >= MOST_DOWNLOADS) throw new Error('downloads without end');
    return { file: download(index)(brought) };
  });
  const waits: number[] = [];
  const context = contextOf(api, { lease: () => new CountedLease('rows') });
  const batches: Batch[] = [];
  const all = async () => {
    const found = rowsOf(of, known, context, {
      sleep: async (ms) => {
        waits.push(ms);
      },
    });
    for (;;) {
      const { done, value } = await found.next();
      if (done) return value;
      batches.push(value);
      rows += value.records.length;
    }
  };
  const ids = () => batches.flatMap(({ records }) => records.map(({ id }) => id));
  return { all, api, waits, batches, ids, context };
}

const file = (text: string): Download =>
  async function* () {
    yield Buffer.from(text);
  };

const numbers = (count: number) => Array.from({ length: count }, (_, index) => `${index}`);
const table = (...lines: readonly string[]) => ['id', ...lines, ''].join('\n');

/** Breaks off when so many rows have been read, which are whole batches; a few more have come by then. */
const breaking = (count: number): Download =>
  async function* (brought) {
    yield Buffer.from(table(...numbers(count + 9)));
    await brought(count);
    throw refusal(503);
  };

describe('batches', () => {
  it('are of two thousand rows', async () => {
    const { all, batches, ids } = reading(() => file(table(...numbers(4_500))));
    expect(await all()).toBe(true);
    expect(batches.map(({ records }) => records.length)).toEqual([2_000, 2_000, 500]);
    expect(batches.map(({ job: { read } }) => read.rows)).toEqual([2_000, 4_000, 4_500]);
    expect(ids()).toEqual(numbers(4_500));
  });

  it('are smaller where a mebibyte of text has come, which their memory counts', async () => {
    const half = 'x'.repeat(512 * 1024);
    const { all, batches } = reading(() => file(table(half, half, half)));
    expect(await all()).toBe(true);
    expect(batches.map(({ records }) => records.length)).toEqual([2, 1]);
    expect(batches.map(({ lease }) => (lease as CountedLease).characters)).toEqual([2 * half.length, half.length]);
  });

  it('are never empty', async () => {
    for (const [count, sizes] of [
      [0, []],
      [2_000, [2_000]],
    ] as const) {
      const { all, batches } = reading(() => file(table(...numbers(count))));
      expect(await all()).toBe(true);
      expect(batches.map(({ records }) => records.length)).toEqual(sizes);
    }
  });
});

describe('the files of an archive', () => {
  it('are read one after the other, without those of something else', async () => {
    const { all, ids } = reading(
      () =>
        async function* () {
          yield zipOf([
            { name: 'a.csv', text: table('1') },
            { name: 'other.csv', text: 'text\n5\n6,7\n' },
            { name: 'b.csv', text: table('2') },
          ]);
        },
    );
    expect(await all()).toBe(true);
    expect(ids()).toEqual(['1', '2']);
  });
});

describe('rows that have been written before', () => {
  // A digest of an earlier version of the connector, whose states have to be understood.
  const written: Job = { ...job, read: { rows: 2, last: 'qJUPBdNEPnkh5-xv' } };

  it('are left out', async () => {
    const { all, ids, batches } = reading(() => file(table('a', 'b', 'c')), written);
    expect(await all()).toBe(true);
    expect(ids()).toEqual(['c']);
    expect(batches.at(-1)?.job).toEqual({ ...job, read: { rows: 3, last: '_SB5owltWrub31TM' } });
  });

  it('may be all that there are', async () => {
    const { all, batches, api } = reading(() => file(table('a', 'b')), written);
    expect(await all()).toBe(true);
    expect([batches, api.requests.length]).toEqual([[], 1]);
  });

  it.each([
    ['has another row in their place', table('a', 'x', 'c'), ['a', 'x', 'c']],
    ['has fewer rows', table('a'), ['a']],
  ])('come with all others of a file that %s', async (_what, text, found) => {
    const { all, ids, api } = reading(() => file(text), written);
    expect(await all()).toBe(true);
    expect(ids()).toEqual(found);
    expect(api.requests).toHaveLength(2);
  });
});

describe('a download that breaks off', () => {
  it('begins again behind the rows that it has brought', async () => {
    const { all, ids, waits, context } = reading((index) =>
      index === 0 ? breaking(2_000) : file(table(...numbers(2_002))),
    );
    expect(await all()).toBe(true);
    expect(ids()).toEqual(numbers(2_002));
    expect(waits).toEqual([1_000]);
    expect(context.infos).toEqual(['rows: the download of an export broke off and begins again. Intercom said 503.']);
  });

  it('fails after six without a further row, with growing pauses between them', async () => {
    for (const known of [job, { ...job, read: { rows: 2, last: 'qJUPBdNEPnkh5-xv' } }]) {
      const { all, api, waits } = reading(() => breaking(0), known);
      await expect(all()).rejects.toMatchObject({ status: 503 });
      expect(api.requests).toHaveLength(6);
      expect(waits).toEqual([1_000, 3_000, 9_000, 27_000, 60_000]);
    }
  });

  it('has all its attempts again after each further row', async () => {
    const counts = [0, 0, 2_000, 2_000, 4_000, 6_000, 8_000, 10_000, 10_000];
    const { all, ids, waits } = reading((index) => {
      const count = counts[index];
      return count === undefined ? file(table(...numbers(10_001))) : breaking(count);
    });
    expect(await all()).toBe(true);
    expect(ids()).toEqual(numbers(10_001));
    expect(waits).toEqual([1_000, 3_000, 1_000, 3_000, 1_000, 1_000, 1_000, 1_000, 3_000]);
  });

  it.each([
    ['lines of different lengths', 'id\n1\n2,3\n', /an export whose lines have different lengths/],
    ['a quote without an end', 'id\n"1', /an export file that is damaged or ends too early/],
  ])('counts as one where it has %s', async (_what, text, message) => {
    const { all, api } = reading(() => file(text));
    await expect(all()).rejects.toMatchObject({
      failureType: 'transient_error',
      message: expect.stringMatching(message),
    });
    expect(api.requests).toHaveLength(6);
  });
});

it('another file with each download fails after six, although each brings rows before it breaks off', async () => {
  const { all } = reading(
    (index) =>
      async function* (brought) {
        const rows = numbers(2_500).map((id) => `${id} of ${index}`);
        yield Buffer.from(['id', ...rows, ''].join('\n'));
        // Every other one is whole, but begins otherwise than what has come.
        if (index % 2 === 1) return;
        await brought(1_000 * (index + 2));
        throw refusal(503);
      },
  );
  await expect(all()).rejects.toThrow('another file with each download');
});

describe('no download is begun again', () => {
  it('where Intercom does not have the file any more', async () => {
    for (const status of [404, 410]) {
      const { all, api, batches } = reading(() => {
        throw refusal(status);
      });
      expect(await all()).toBe(false);
      expect([api.requests.length, batches]).toEqual([1, []]);
    }
  });

  it.each([
    ['refused', refusal(403)],
    ['not answered, after all tries of the client', refusal(503)],
    ['met by a fault of the connector', new TypeError('ours')],
  ])('where it is %s', async (_what, failure) => {
    const { all, api } = reading(() => {
      throw failure;
    });
    await expect(all()).rejects.toBe(failure);
    expect(api.requests).toHaveLength(1);
  });

  it.each([
    ['a fault of the connector', new TypeError('ours')],
    ['a fault whose code is of something else', Object.assign(new Error('ours'), { code: 'OUR_CSV_FAULT' })],
  ])('after %s', async (_what, failure) => {
    const faulty = {
      ...source,
      table: () => () => {
        throw failure;
      },
    };
    const { all, api } = reading(() => file(table('1')), job, faulty);
    await expect(all()).rejects.toBe(failure);
    expect(api.requests).toHaveLength(1);
  });
});
