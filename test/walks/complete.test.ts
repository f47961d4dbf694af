import { describe, expect, it } from 'vitest';
import { ApiError, type Body } from '../../src/intercom/api.ts';
import { type Completion, complete } from '../../src/walks/complete.ts';
import { list } from '../../src/walks/list.ts';
import { search } from '../../src/walks/search/search.ts';
import type { Page } from '../../src/walks/walk.ts';
import { MeteredApi } from './support/metered-api.ts';
import { contextOf, idsOf, progressOf, readAll } from './support/reading.ts';
import { answering, ScriptedApi } from './support/scripted-api.ts';
import { refusal, SearchServer, timeOut } from './support/search-server.ts';

const things = list({ name: 'things', path: '/things', recordsAt: 'data' });
const searched = search({ name: 'things', path: '/things/search', recordsAt: 'data' });
const request = (id: string) => ({ method: 'GET', path: `/things/${id}` }) as const;
const gap = { from: 1_000, to: 9_000 };

type Complete = Completion['complete'];

const whole: Complete = async (record) => ({ ...record, isWhole: true });
const failingOn =
  (...ids: readonly unknown[]): Complete =>
  async (record) => {
    if (ids.includes(record.id)) throw timeOut();
    return { ...record, isWhole: true };
  };
const completed = (one: Complete, walk = searched) => complete(walk, { begin: () => ({ complete: one }), request });

/** Things 0, 1, 2 …, one a second. Asked for by themselves, all of them are there, unless `one` says otherwise. */
function server(count: number, one: (id: string) => Body | Promise<Body> = (id) => ({ id })): ScriptedApi {
  const found = new SearchServer(
    Array.from({ length: count }, (_, index) => ({ id: String(index), updated_at: 1_000 + index })),
  );
  return new ScriptedApi((asked) => (asked.path === '/things/search' ? found.send(asked) : one(asked.path.slice(8))));
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => String(index));
const turn = () => new Promise((resolve) => setImmediate(resolve));

async function turns(count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) await turn();
}

describe('completion', () => {
  it('fills in the records of a page side by side and keeps their order', async () => {
    let begun = 0;
    let open = 0;
    let most = 0;
    const begin = () => {
      begun += 1;
      return {
        async complete(record: Body) {
          open += 1;
          most = Math.max(most, open);
          await turns(4 - Number(record.id));
          open -= 1;
          return { ...record, isWhole: true };
        },
      };
    };
    const api = answering({ '/things': { data: [{ id: 1 }, { id: 2 }, { id: 3 }], total_count: 3 } });
    const { records, pages } = await readAll(complete(things, { begin, request }), progressOf([]), contextOf(api));
    expect(records).toEqual([1, 2, 3].map((id) => ({ id, isWhole: true })));
    expect(pages[0]?.total).toBe(3);
    expect([begun, most]).toEqual([1, 3]);
  });

  it('begins with the progress of the read, and is told of its end, however it ends', async () => {
    for (const one of [whole, () => Promise.reject(new Error('no'))]) {
      const told: unknown[] = [];
      const walk = complete(searched, {
        begin: (_context, { retry }) => {
          told.push(retry);
          return { complete: one, end: () => told.push('end') };
        },
        request,
      });
      await readAll(walk, progressOf([gap], 'incremental', { retry: ['7'] }), contextOf(server(10)));
      expect(told).toEqual([['7'], 'end']);
    }
  });

  it('works on several pages at once, a bounded number, and hands them on in their order', async () => {
    let open = 0;
    let most = 0;
    const slow: Complete = async (record) => {
      open += 1;
      most = Math.max(most, open);
      await turns(20 - (Number(record.id) % 7));
      open -= 1;
      return record;
    };
    const { records, progress, pages } = await readAll(completed(slow), progressOf([gap]), contextOf(server(3_000)));
    expect(idsOf(records)).toEqual(numbers(3_000));
    expect(pages.some((page) => 'retry' in page)).toBe(false);
    expect(progress.gaps).toEqual([]);
    expect(most).toBeGreaterThan(4 * 150);
    expect(most).toBeLessThanOrEqual(8 * 150);
  });

  it('of one slow record holds up no other page until eight wait for it', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const begun = new Set<unknown>();
    const stuck: Complete = async (record) => {
      begun.add(record.id);
      if (record.id === '0') await held;
      return record;
    };
    const reading = readAll(completed(stuck), progressOf([gap]), contextOf(server(3_000)));
    await turns(200);
    expect(begun.size).toBe(8 * 150);
    release();
    expect((await reading).records).toHaveLength(3_000);
  });

  it('that fails for a reason beyond its record fails the walk, after the pages before it', async () => {
    const stop: Complete = async (record) => {
      if (record.id === '200') throw new Error('no');
      return record;
    };
    const { records, error, progress } = await readAll(completed(stop), progressOf([gap]), contextOf(server(400)));
    expect(error).toMatchObject({ message: 'no' });
    expect(idsOf(records)).toEqual(numbers(150));
    expect(progress.retry).toEqual([]);
  });

  it('makes its calls with the lease of the page, which is given back with it', async () => {
    const api = new MeteredApi(server(600), () => 1_000);
    const context = contextOf(api, { lease: api.lease });
    const asking = complete(searched, {
      request,
      begin: ({ api }) => ({ complete: (record, lease) => api.send(request(String(record.id)), lease) }),
    });
    const progress = progressOf([gap], 'incremental', { retry: ['7', '8'] });
    let records = 0;
    for await (const page of asking.read(progress, context)) {
      await turn();
      page.lease?.release();
      records += page.records.length;
    }
    expect(records).toBe(602);
    expect(api.mostHeld).toBeGreaterThan(150_000);
    expect(api.held).toBe(0);
  });
});

it('a completion never waits for the memory of pages that wait for it', async () => {
  const api = new MeteredApi(server(2_400), ({ path }) => (path === '/things/search' ? 10_000 : 100), 25_000);
  const gaps = Array.from({ length: 8 }, (_, index) => ({ from: 1_000 + index * 300, to: 1_300 + index * 300 }));
  const asking = complete(searched, {
    request,
    begin: ({ api }) => ({ complete: (record, lease) => api.send(request(String(record.id)), lease) }),
  });
  const ids = new Set<unknown>();
  const context = contextOf(api, { lease: api.lease });
  for await (const page of asking.read(progressOf(gaps, 'incremental', { retry: ['a', 'b'] }), context)) {
    await turn();
    page.lease?.release();
    for (const { id } of page.records) ids.add(id);
  }
  expect(ids.size).toBe(2_402);
});

describe('a record that can not be completed', () => {
  it('comes as it was listed, and the next sync asks for it first', async () => {
    const first = await readAll(completed(failingOn('2')), progressOf([gap]), contextOf(server(4)));
    expect(first.records.map(({ isWhole = false }) => isWhole)).toEqual([true, true, false, true]);
    expect(first.error).toBeUndefined();
    expect(first.progress).toMatchObject({ gaps: [], retry: ['2'] });

    const api = server(4);
    const next = await readAll(completed(whole), first.progress, contextOf(api));
    expect(api.paths).toEqual(['/things/2']);
    expect(next.records).toEqual([{ id: '2', isWhole: true }]);
    expect(next.pages.map(({ isRetry }) => isRetry)).toEqual([true]);
    expect(next.progress.retry).toEqual([]);
  });

  it('is kept also where the walk can not be resumed, and asked for first', async () => {
    const data = [{ id: 1 }, { id: 2 }, { id: 3 }];
    const answers = { '/things': { data, total_count: 3 }, '/things/2': { id: '2' } };
    const first = await readAll(completed(failingOn(2), things), progressOf([]), contextOf(answering(answers)));
    expect(first.records).toEqual([{ id: 1, isWhole: true }, { id: 2 }, { id: 3, isWhole: true }]);
    expect([first.error, first.progress.retry]).toEqual([undefined, ['2']]);

    const api = answering(answers);
    const next = await readAll(completed(whole, things), first.progress, contextOf(api));
    expect(api.paths).toEqual(['/things/2', '/things']);
    expect(next.pages[0]).toMatchObject({ records: [{ id: '2', isWhole: true }], isRetry: true, retry: [] });
  });

  it('fails the walk where it has no id to ask for', async () => {
    const api = answering({ '/things': { data: [{ name: 'nameless' }], total_count: 1 } });
    const { error } = await readAll(completed(failingOn(undefined), things), progressOf([]), contextOf(api));
    expect(error).toMatchObject({ message: expect.stringContaining('did not answer') });
  });

  it('fails the walk when there are more than a hundred', async () => {
    const failing = failingOn(...numbers(101));
    const { error, progress } = await readAll(completed(failing), progressOf([gap]), contextOf(server(160)));
    expect(error).toMatchObject({ message: expect.stringContaining('More than 100 records of things') });
    expect(progress.gaps).toEqual([gap]);
  });
});

describe('the records that an earlier sync has kept', () => {
  const kept = (...retry: readonly string[]) => progressOf([], 'incremental', { retry });

  /** Answers of things in the order of `order`, whatever the order in which they are asked for. */
  function answeringInOrder(order: readonly string[]): ScriptedApi {
    return server(0, async (id) => {
      await turns(5 * (1 + order.indexOf(id)));
      return { id };
    });
  }

  it('stay kept until they have been handed on, in whatever order the answers come', async () => {
    const read = completed(whole);
    const api = answeringInOrder(['c', 'a', 'b']);
    const killed = await readAll(read, kept('a', 'b', 'c'), contextOf(api), 1);
    expect(idsOf(killed.records)).toEqual(['a']);
    expect(killed.progress.retry).toEqual(['b', 'c']);
  });

  it('are all off the list at the end, in whatever order the answers come', async () => {
    const { progress, records } = await readAll(
      completed(whole),
      kept('a', 'b', 'c'),
      contextOf(answeringInOrder(['c', 'b', 'a'])),
    );
    expect(idsOf(records)).toEqual(['a', 'b', 'c']);
    expect(progress.retry).toEqual([]);
  });

  it('stay on the list when they fail again', async () => {
    const again = await readAll(completed(failingOn('a')), kept('a', 'b'), contextOf(server(0)));
    expect([again.error, again.progress.retry, idsOf(again.records)]).toEqual([undefined, ['a'], ['b']]);
    const refused = server(0, (id) => {
      if (id === 'b') throw timeOut();
      return { id };
    });
    expect((await readAll(completed(whole), kept('a', 'b'), contextOf(refused))).progress.retry).toEqual(['b']);
    const other = server(0, () => ({ id: 'x' }));
    expect((await readAll(completed(whole), kept('a'), contextOf(other))).progress.retry).toEqual(['a']);
  });

  it('are forgotten when they are gone', async () => {
    const gone = server(0, () => {
      throw refusal(404);
    });
    const reading = await readAll(completed(whole), kept('7'), contextOf(gone));
    expect([reading.records, reading.progress.retry, reading.error]).toEqual([[], [], undefined]);
    expect(reading.pages.every(({ lease }) => lease !== undefined)).toBe(true);
  });

  it('fail the walk for a reason beyond them', async () => {
    const forbidden = server(0, () => {
      throw refusal(403);
    });
    const { error, progress } = await readAll(completed(whole), kept('7'), contextOf(forbidden));
    expect(error).toBeInstanceOf(ApiError);
    expect(progress.retry).toEqual(['7']);
  });
});

describe('records that are gone when a completion asks for them', () => {
  /** Asks for each record; one that is gone stays as it was listed. */
  const asking = complete(searched, {
    request,
    begin: ({ api }) => ({
      complete: async (record, lease, gone) =>
        (await gone.count(api.send(request(String(record.id)), lease))) ?? record,
    }),
  });
  const goneWhere = (isGone: (id: number) => boolean) => (count: number) =>
    server(count, (id) => {
      if (isGone(Number(id))) throw refusal(404);
      return { id, isWhole: true };
    });
  const gapsOf = (pages: readonly Page<unknown>[]) => pages.flatMap((page) => page.gap?.from ?? []);

  it('are counted and told', async () => {
    const context = contextOf(goneWhere((id) => id === 3 || id === 5)(10));
    const { records, error } = await readAll(asking, progressOf([gap]), context);
    expect([records.length, error]).toEqual([10, undefined]);
    expect(context.warnings).toEqual(['things: 2 records were deleted during the read.']);
  });

  it('fail the walk when they are most, with their gaps open', async () => {
    const api = goneWhere((id) => id % 3 !== 0)(300);
    const { records, error, progress } = await readAll(asking, progressOf([gap]), contextOf(api));
    expect(error).toMatchObject({ message: expect.stringContaining('200 of 300 records') });
    expect(records).toHaveLength(300);
    expect(progress.gaps).toEqual([gap]);
  });

  it('do not hold the gaps back once others are found', async () => {
    const api = goneWhere((id) => id < 150)(2_000);
    const { pages, error, progress } = await readAll(asking, progressOf([gap]), contextOf(api));
    expect([error, progress.gaps]).toEqual([undefined, []]);
    expect(gapsOf(pages)).toHaveLength(14);
  });

  it('are not counted where an earlier sync has kept them', async () => {
    const retry = numbers(60).map((id) => `kept-${id}`);
    const isFirst = new Set(retry);
    const api = server(30, (id) => {
      // There at first, gone when the completion asks.
      if (id.startsWith('kept-') && !isFirst.delete(id)) throw refusal(404);
      return { id };
    });
    const { error, progress } = await readAll(asking, progressOf([gap], 'incremental', { retry }), contextOf(api));
    expect([error, progress.gaps, progress.retry]).toEqual([undefined, [], []]);
  });
});
