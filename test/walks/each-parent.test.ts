import { describe, expect, it } from 'vitest';
import { ConnectorError } from '../../src/errors.ts';
import type { Api, ApiRequest, Body } from '../../src/intercom/api.ts';
import type { Child, ChildFetch, EachParentOptions } from '../../src/walks/children.ts';
import { eachParent } from '../../src/walks/each-parent.ts';
import { search } from '../../src/walks/search/search.ts';
import type { Page } from '../../src/walks/walk.ts';
import { MeteredApi } from './support/metered-api.ts';
import { contextOf, idsOf, progressOf, readAll } from './support/reading.ts';
import { ScriptedApi } from './support/scripted-api.ts';
import { refusal, SearchServer, timeOut } from './support/search-server.ts';

const parents = search({ name: 'parents', path: '/parents/search', recordsAt: 'data' });

/** One call per parent, with one child in its answer. */
function oneChildEach({ api }: { readonly api: Api }): ChildFetch {
  return {
    async *pages(group, lease) {
      for (const parent of group) {
        const body = await api.send({ method: 'GET', path: `/parents/${parent.id}` }, lease);
        yield [{ parent, body }];
      }
    },
  };
}

const childrenWith = (options: Partial<EachParentOptions> = {}) =>
  eachParent({ name: 'children', parents, begin: oneChildEach, ...options });
const children = childrenWith();

const gap = { from: 1_000, to: 9_000 };

/** Parents 0, 1, 2 …, one a second; `child` answers for one of them. */
function server(count: number, child: (id: string) => Body | Promise<Body>): ScriptedApi & { asked(): string[] } {
  const found = new SearchServer(
    Array.from({ length: count }, (_, index) => ({ id: String(index), updated_at: 1_000 + index })),
  );
  const idOf = ({ path }: ApiRequest) => /^\/parents\/(\d+)$/.exec(path)?.[1];
  const api = new ScriptedApi((request) => {
    const id = idOf(request);
    return id === undefined ? found.send(request) : child(id);
  });
  return Object.assign(api, { asked: () => api.requests.flatMap((request) => idOf(request) ?? []) });
}

const parentsOf = (records: readonly Child[]) => idsOf(records.map(({ parent }) => parent));
const numbers = (count: number) => Array.from({ length: count }, (_, index) => String(index));
const turn = () => new Promise((resolve) => setImmediate(resolve));

async function turns(count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) await turn();
}

describe('the order of the children', () => {
  it('is that of the parents, across the borders of their pages', async () => {
    const api = server(400, async (id) => {
      await turns((Number(id) * 7) % 5);
      return { of: id };
    });
    const { records, progress, pages } = await readAll(children, progressOf([gap]), contextOf(api));
    expect(parentsOf(records)).toEqual(numbers(400));
    expect(pages).toHaveLength(400 + 3);
    expect(records.every(({ parent, body }) => body.of === parent.id)).toBe(true);
    expect(progress.gaps).toEqual([]);
  });

  it('lets parents count as read only when all their own calls have been answered', async () => {
    const api = server(400, (id) => ({ of: id }));
    for (const most of [1, 149, 150, 151, 152, 399]) {
      const first = await readAll(children, progressOf([gap]), contextOf(api), most);
      const second = await readAll(children, first.progress, contextOf(api));
      expect(new Set(parentsOf([...first.records, ...second.records])).size).toBe(400);
    }
  });

  it('does not hold calls back: the next page of parents is fetched while calls are open', async () => {
    let open = 0;
    let most = 0;
    const api = server(600, async (id) => {
      open += 1;
      most = Math.max(most, open);
      await turns(20);
      open -= 1;
      return { of: id };
    });
    await readAll(children, progressOf([gap]), contextOf(api));
    expect(most).toBeGreaterThan(64);
    expect(most).toBeLessThanOrEqual(128);
  });
});

describe('a parent that is gone', () => {
  it.each([404, 410])('is skipped, counted and told (%i)', async (status) => {
    const context = contextOf(
      server(10, (id) => {
        if (id === '3' || id === '7') throw refusal(status);
        return { of: id };
      }),
    );
    const { records, error, progress } = await readAll(children, progressOf([gap]), context);
    expect(error).toBeUndefined();
    expect(records).toHaveLength(8);
    expect(progress).toMatchObject({ gaps: [], retry: [] });
    expect(context.warnings).toEqual([expect.stringContaining('2 records were deleted')]);
  });

  it('is forgotten when an earlier sync has kept it', async () => {
    const api = server(0, () => {
      throw refusal(404);
    });
    const { progress } = await readAll(children, progressOf([gap], 'incremental', { retry: ['9'] }), contextOf(api));
    expect(progress.retry).toEqual([]);
  });
});

describe('when most parents are said to be gone', () => {
  const mostlyGone = (count: number, isThere: (id: number) => boolean) =>
    server(count, (id) => {
      if (!isThere(Number(id))) throw refusal(404);
      return { of: id };
    });

  it('the stream fails in each sync, with the rows that came and all gaps open', async () => {
    const api = mostlyGone(400, (id) => id % 3 === 0);
    let progress = progressOf([gap]);
    for (const _ of ['first', 'second']) {
      const reading = await readAll(children, progress, contextOf(api));
      expect(reading.error).toMatchObject({
        failureType: 'transient_error',
        message: expect.stringContaining('of 400 records'),
      });
      expect(reading.records).toHaveLength(134);
      expect(reading.progress.gaps).toEqual([gap]);
      progress = reading.progress;
    }
  });

  it('and then found again, the gaps are released in their order', async () => {
    const api = mostlyGone(1_000, (id) => id >= 200);
    const { error, progress, pages } = await readAll(children, progressOf([gap]), contextOf(api));
    expect(error).toBeUndefined();
    expect(progress.gaps).toEqual([]);
    const starts = pages.flatMap((page) => page.gap?.from ?? []);
    expect(starts).toEqual(starts.toSorted((a, b) => a - b));
    expect(starts).toHaveLength(7);
  });

  it('a kill leaves the range of the parents that were gone open', async () => {
    const api = mostlyGone(1_000, (id) => id >= 200);
    const { progress } = await readAll(children, progressOf([gap]), contextOf(api), 152);
    expect(progress.gaps).toEqual([gap]);
  });

  it('parents of an earlier sync count neither for nor against', async () => {
    const retry = Array.from({ length: 60 }, (_, index) => String(5_000 + index));
    const kept = progressOf([gap], 'incremental', { retry });
    const gone = await readAll(children, kept, contextOf(mostlyGone(30, (id) => id < 5_000)));
    expect([gone.error, gone.progress.retry, gone.progress.gaps]).toEqual([undefined, [], []]);
    const found = await readAll(children, kept, contextOf(mostlyGone(30, (id) => id >= 5_000)));
    expect(found.error).toMatchObject({ message: expect.stringContaining('30 of 30 records') });
    expect(found.progress).toMatchObject({ gaps: [gap], retry: [] });
  });
});

describe('a parent whose call fails for good', () => {
  it('is kept, asked first by the next sync, and forgotten when it answers', async () => {
    const failing = new Set(['2', '5']);
    const api = server(8, (id) => {
      if (failing.has(id)) throw timeOut();
      return { of: id };
    });
    const first = await readAll(children, progressOf([gap]), contextOf(api));
    expect(first.records).toHaveLength(6);
    expect(first.progress).toMatchObject({ gaps: [], retry: ['2', '5'] });

    failing.delete('5');
    api.requests.length = 0;
    const later = { ...first.progress, gaps: [{ from: 1_007, to: 9_000 }] };
    const second = await readAll(children, later, contextOf(api));
    expect(api.asked()).toEqual(['2', '5', '7']);
    expect(parentsOf(second.records)).toEqual(['5', '7']);
    expect(second.progress.retry).toEqual(['2']);
  });

  it('stays kept after a kill until its children have been written', async () => {
    const progress = progressOf([gap], 'incremental', { retry: ['5'] });
    const { progress: after, records } = await readAll(
      children,
      progress,
      contextOf(server(8, (id) => ({ of: id }))),
      1,
    );
    expect(parentsOf(records)).toEqual(['5']);
    expect(after.retry).toEqual(['5']);
  });

  it('is written whatever its time, also when it is found in the list only', async () => {
    let calls = 0;
    const api = server(8, (id) => {
      if (id === '5' && calls++ === 0) throw timeOut();
      return { of: id };
    });
    const progress = progressOf([gap], 'incremental', { retry: ['5', '30'] });
    const reading = await readAll(children, progress, contextOf(api));
    const again = reading.pages.filter(({ isRetry }) => isRetry);
    expect(parentsOf(again.flatMap(({ records }) => records))).toEqual(['30', '5']);
    expect(reading.progress.retry).toEqual([]);
  });

  it('fails the stream when there are more than a hundred: it is an outage', async () => {
    const api = server(1_000, () => {
      throw timeOut();
    });
    const { error, progress } = await readAll(children, progressOf([gap]), contextOf(api));
    expect(error).toMatchObject({ failureType: 'transient_error', message: expect.stringContaining('More than 100') });
    expect(progress.retry).toHaveLength(100);
    expect(progress.gaps).not.toEqual([]);
    expect(api.asked().length).toBeLessThan(400);
  });

  it('is one whose answer is not whole', async () => {
    const begin: EachParentOptions['begin'] = (context) => ({
      async *pages(group, lease) {
        for await (const page of oneChildEach(context).pages(group, lease)) {
          if (page[0]?.body.of === '1') throw new ConnectorError('not whole', { failureType: 'transient_error' });
          yield page;
        }
      },
    });
    const api = server(3, (id) => ({ of: id }));
    const { records, progress } = await readAll(childrenWith({ begin }), progressOf([gap]), contextOf(api));
    expect(parentsOf(records)).toEqual(['0', '2']);
    expect(progress.retry).toEqual(['1']);
  });
});

it('a missing permission fails the stream after the answers before it', async () => {
  const api = server(10, (id) => {
    if (id === '4') throw refusal(403);
    return { of: id };
  });
  const { records, error } = await readAll(children, progressOf([gap]), contextOf(api));
  expect(error).toMatchObject({ status: 403 });
  expect(parentsOf(records)).toEqual(['0', '1', '2', '3']);
});

it('a consumer that stops ends the calls', async () => {
  const api = server(5_000, (id) => ({ of: id }));
  await readAll(children, progressOf([gap]), contextOf(api), 3);
  const asked = api.asked().length;
  await turns(10);
  expect(api.asked().length - asked).toBeLessThanOrEqual(256);
  expect(api.asked().length).toBeLessThan(1_000);
});

describe('the fetch of a read', () => {
  const endings = async (child: (id: string) => Body, most?: number): Promise<number> => {
    let ended = 0;
    const begin: EachParentOptions['begin'] = (context) => ({
      ...oneChildEach(context),
      end: () => {
        ended += 1;
      },
    });
    await readAll(childrenWith({ begin }), progressOf([gap]), contextOf(server(5, child)), most);
    return ended;
  };

  it('is told of the end, of a failure and of a consumer that stops', async () => {
    expect(await endings((id) => ({ of: id }))).toBe(1);
    expect(await endings((id) => ({ of: id }), 2)).toBe(1);
    const forbidden = () => {
      throw refusal(403);
    };
    expect(await endings(forbidden)).toBe(1);
  });
});

describe('memory', () => {
  async function readAndRelease(api: MeteredApi, gaps = [gap]): Promise<readonly Page<Child>[]> {
    const pages: Page<Child>[] = [];
    const context = contextOf(api, { lease: api.lease });
    for await (const page of children.read(progressOf(gaps), context)) {
      await turn();
      page.lease?.release();
      pages.push(page);
    }
    return pages;
  }

  it('is given back with the pages, whether they brought records or not', async () => {
    const answers = server(300, (id) => {
      if (id === '3') throw refusal(404);
      if (id === '4') throw timeOut();
      return { of: id };
    });
    const api = new MeteredApi(answers, () => 1_000);
    const pages = await readAndRelease(api);
    expect(pages.every(({ lease }) => lease !== undefined)).toBe(true);
    expect(api.held).toBe(0);
    expect(api.mostHeld).toBeLessThanOrEqual(131_000);
  });

  it("never locks up, although the parents' pages alone are larger than the budget", async () => {
    const answers = server(2_400, (id) => ({ of: id }));
    const api = new MeteredApi(answers, ({ path }) => (path === '/parents/search' ? 10_000 : 100), 25_000);
    const gaps = Array.from({ length: 8 }, (_, index) => ({ from: 1_000 + index * 300, to: 1_300 + index * 300 }));
    const pages = await readAndRelease(api, gaps);
    expect(new Set(parentsOf(pages.flatMap(({ records }) => records))).size).toBe(2_400);
    expect(api.held).toBe(0);
  });
});
