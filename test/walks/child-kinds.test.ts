import { describe, expect, it } from 'vitest';
import type { ApiRequest, Body } from '../../src/intercom/api.ts';
import type { Child, ChildFetch, EachParentOptions } from '../../src/walks/children.ts';
import { eachParent } from '../../src/walks/each-parent.ts';
import { list } from '../../src/walks/list.ts';
import { recordsOf } from '../../src/walks/pages.ts';
import { scroll } from '../../src/walks/scroll.ts';
import { search } from '../../src/walks/search/search.ts';
import type { WalkContext } from '../../src/walks/walk.ts';
import { contextOf, progressOf, readAll } from './support/reading.ts';
import { ScriptedApi } from './support/scripted-api.ts';
import { refusal, SearchServer, timeOut } from './support/search-server.ts';

const gap = { from: 1_000, to: 9_000 };
const searched = search({ name: 'parents', path: '/parents/search', recordsAt: 'data' });

/** Parents `0`, `1`, … of which each changed a second after the one before. */
const parentsUpTo = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: String(index), updated_at: 1_000 + index, name: `of ${index}` }));

/** Answers searches for parents; `answer` answers everything else. */
function searching(count: number, answer: (request: ApiRequest) => Body): ScriptedApi {
  const found = new SearchServer(parentsUpTo(count));
  return new ScriptedApi((request) => (request.path === '/parents/search' ? found.send(request) : answer(request)));
}

const childCalls = ({ requests }: ScriptedApi) => requests.filter(({ path }) => path.startsWith('/children'));
const namesOf = (records: readonly Child[]) => records.map(({ parent, body }) => `${parent.id}:${body.id}`);
const rangeOf = (count: number, start = 0) => Array.from({ length: count }, (_, index) => String(start + index));
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('a call that takes several parents', () => {
  const transcripts = eachParent({
    name: 'transcripts',
    parents: searched,
    parentsPerCall: 20,
    begin: ({ api }) => ({
      async *pages(parents, lease) {
        const ids = parents.map(({ id }) => id);
        const answer = await api.send({ method: 'POST', path: '/children/search', body: { ids } }, lease);
        const parentsById = new Map(parents.map((parent) => [parent.id, parent]));
        yield recordsOf(answer, ['data'], '/children/search').flatMap((body) => {
          const parent = parentsById.get(body.of);
          return parent ? [{ parent, body }] : [];
        });
      },
    }),
  });

  /** One child for each parent asked about; `onCall` may fail. */
  function server(count: number, onCall: (ids: readonly string[]) => void = () => {}): ScriptedApi {
    return searching(count, ({ body }) => {
      const ids = body?.ids as readonly string[];
      onCall(ids);
      return { data: ids.map((id) => ({ id: 'a', of: id })) };
    });
  }
  const idsAsked = (api: ScriptedApi) => childCalls(api).map(({ body }) => body?.ids as readonly string[]);

  it('is made for twenty at a time, also across the border of two pages', async () => {
    const api = server(310);
    const { records, progress } = await readAll(transcripts, progressOf([gap]), contextOf(api));
    expect(namesOf(records)).toEqual(rangeOf(310).map((id) => `${id}:a`));
    expect(idsAsked(api).map(({ length }) => length)).toEqual([...Array(15).fill(20), 10]);
    expect(progress.gaps).toEqual([]);
  });

  it('loses nothing by a kill', async () => {
    for (const most of [1, 7, 8, 9, 10, 16]) {
      const first = await readAll(transcripts, progressOf([gap]), contextOf(server(310)), most);
      const second = await readAll(transcripts, first.progress, contextOf(server(310)));
      expect(new Set(namesOf([...first.records, ...second.records])).size).toBe(310);
    }
  });

  it('that fails keeps all its parents, of which the next sync asks for one at a time', async () => {
    const failOn = (poison: string) => (ids: readonly string[]) => {
      if (ids.includes(poison)) throw timeOut();
    };
    const first = await readAll(transcripts, progressOf([gap]), contextOf(server(45, failOn('23'))));
    expect(first.records).toHaveLength(25);
    expect(first.progress).toMatchObject({ gaps: [], retry: rangeOf(20, 20) });

    const api = server(45, failOn('23'));
    const second = await readAll(transcripts, first.progress, contextOf(api));
    expect(idsAsked(api)).toEqual(rangeOf(20, 20).map((id) => [id]));
    expect(second.records).toHaveLength(19);
    expect(second.progress.retry).toEqual(['23']);
  });

  it('that is answered with "not found" counts for all its parents, and they are asked one at a time', async () => {
    const goneFor = (limit: number) => (ids: readonly string[]) => {
      if (ids.some((id) => Number(id) < limit)) throw refusal(404);
    };
    const few = await readAll(transcripts, progressOf([gap]), contextOf(server(100, goneFor(20))));
    expect(few.error).toBeUndefined();
    expect(few.progress).toMatchObject({ gaps: [], retry: rangeOf(20) });

    const single = await readAll(transcripts, few.progress, contextOf(server(100, goneFor(1))));
    expect(single.records).toHaveLength(19);
    expect(single.progress.retry).toEqual([]);

    const most = await readAll(transcripts, progressOf([gap]), contextOf(server(100, goneFor(60))));
    expect(most.error).toMatchObject({ message: expect.stringContaining('60 of 100 records') });
    expect(most.progress.gaps).toEqual([gap]);
  });
});

describe('children in several pages', () => {
  /** Three pages of two children for each parent. */
  const notes = eachParent({ name: 'notes', parents: searched, begin: pagesOfThree });

  function pagesOfThree({ api }: WalkContext): ChildFetch {
    return {
      async *pages([parent], lease) {
        for (let page = 1; parent !== undefined && page <= 3; page += 1) {
          const answer = await api.send({ method: 'GET', path: `/children/${parent.id}`, query: { page } }, lease);
          yield recordsOf(answer, ['data'], '/children').map((body) => ({ parent, body }));
        }
      },
    };
  }

  const twoOf = ({ query }: ApiRequest): Body => ({ data: [{ id: `${query?.page}a` }, { id: `${query?.page}b` }] });
  const allOf = (id: string) => ['1a', '1b', '2a', '2b', '3a', '3b'].map((child) => `${id}:${child}`);

  it('all come, in the order of their parents', async () => {
    const { records, progress } = await readAll(notes, progressOf([gap]), contextOf(searching(160, twoOf)));
    expect(namesOf(records)).toEqual(rangeOf(160).flatMap(allOf));
    expect(progress.gaps).toEqual([]);
  });

  it('loses nothing by a kill between two pages of one parent', async () => {
    for (const most of [1, 2, 3, 4, 449, 450, 451]) {
      const first = await readAll(notes, progressOf([gap]), contextOf(searching(160, twoOf)), most);
      expect(first.progress.gaps).not.toEqual([]);
      const second = await readAll(notes, first.progress, contextOf(searching(160, twoOf)));
      expect(new Set(namesOf([...first.records, ...second.records])).size).toBe(160 * 6);
    }
  });

  it('a kill between two pages of a kept parent leaves it kept', async () => {
    const progress = progressOf([gap], 'incremental', { retry: ['7'] });
    const killed = await readAll(notes, progress, contextOf(searching(0, twoOf)), 2);
    expect(namesOf(killed.records)).toEqual(allOf('7').slice(0, 4));
    expect(killed.progress.retry).toEqual(['7']);
    const whole = await readAll(notes, killed.progress, contextOf(searching(0, twoOf)));
    expect(whole.pages.slice(0, 3).every(({ isRetry }) => isRetry)).toBe(true);
    expect(namesOf(whole.records)).toEqual(allOf('7'));
    expect(whole.progress.retry).toEqual([]);
  });

  it.each([timeOut(), refusal(404)])(
    'a later page that fails (%s) keeps the parent, and the others go on',
    async (error) => {
      const api = searching(3, (request) => {
        if (request.path === '/children/1' && request.query?.page === 2) throw error;
        return twoOf(request);
      });
      const context = contextOf(api);
      const { records, progress } = await readAll(notes, progressOf([gap]), context);
      expect(namesOf(records)).toEqual([...allOf('0'), '1:1a', '1:1b', ...allOf('2')]);
      expect(progress).toMatchObject({ gaps: [], retry: ['1'] });
      expect(context.warnings).toEqual([]);
    },
  );

  it('a later page without permission fails the stream', async () => {
    const api = searching(3, (request) => {
      if (request.query?.page === 2) throw refusal(403);
      return twoOf(request);
    });
    const { error, progress } = await readAll(notes, progressOf([gap]), contextOf(api));
    expect(error).toMatchObject({ status: 403 });
    expect(progress).toMatchObject({ gaps: [gap], retry: [] });
  });

  it('are fetched side by side, later pages too, and only some of those ahead of their turn', async () => {
    let open = 0;
    let most = 0;
    const found = new SearchServer(parentsUpTo(600));
    const api = new ScriptedApi(async (request) => {
      if (request.path === '/parents/search') return found.send(request);
      const isLater = request.query?.page !== 1;
      if (isLater) open += 1;
      most = Math.max(most, open);
      for (let index = 0; index < 5; index += 1) await turn();
      if (isLater) open -= 1;
      return twoOf(request);
    });
    const { records } = await readAll(notes, progressOf([gap]), contextOf(api));
    expect(records).toHaveLength(600 * 6);
    expect(most).toBeGreaterThan(16);
    expect(most).toBeLessThanOrEqual(33);
  });

  it('may be none, and still give back the memory of their call', async () => {
    const none: EachParentOptions['begin'] = ({ api }) => ({
      async *pages([parent], lease) {
        const { data } = await api.send({ method: 'GET', path: `/children/${parent?.id}` }, lease);
        if (Array.isArray(data) && data.length > 0) yield [];
      },
    });
    const walk = eachParent({ name: 'notes', parents: searched, begin: none });
    const { pages, progress } = await readAll(walk, progressOf([gap]), contextOf(searching(3, () => ({ data: [] }))));
    expect(pages.map(({ lease, records }) => lease !== undefined && records.length === 0)).toEqual(Array(4).fill(true));
    expect(progress.gaps).toEqual([]);
  });
});

/** One call per parent, which brings one child. */
const oneChildEach: EachParentOptions['begin'] = ({ api }) => ({
  async *pages(parents, lease) {
    for (const parent of parents) {
      const body = await api.send({ method: 'GET', path: `/children/${parent.id}` }, lease);
      yield [{ parent, body }];
    }
  },
});
const childrenWith = (options: Partial<EachParentOptions>) =>
  eachParent({ name: 'children', parents: searched, begin: oneChildEach, ...options });
const idsAsked = (api: ScriptedApi) => childCalls(api).map(({ path }) => path.replace('/children/', ''));

describe('a parent without children of its own', () => {
  it('costs no call where the parent says so', async () => {
    const api = searching(160, () => ({ id: 'a' }));
    const skip = ({ id }: Body) => Number(id) % 10 !== 0;
    const walk = childrenWith({ begin: (context) => ({ ...oneChildEach(context), skip }) });
    const { records, progress } = await readAll(walk, progressOf([gap]), contextOf(api));
    expect(idsAsked(api)).toEqual(rangeOf(16).map((id) => String(Number(id) * 10)));
    expect(records).toHaveLength(16);
    expect(progress.gaps).toEqual([]);
  });

  it('is asked all the same when an earlier sync has kept it', async () => {
    const api = searching(1, () => ({ id: 'a' }));
    const walk = childrenWith({ begin: (context) => ({ ...oneChildEach(context), skip: () => true }) });
    await readAll(walk, progressOf([gap], 'incremental', { retry: ['7'] }), contextOf(api));
    expect(idsAsked(api)).toEqual(['7']);
  });

  it('is one that is not found where that is normal: nothing is counted or told', async () => {
    const context = contextOf(
      searching(60, () => {
        throw refusal(404);
      }),
    );
    const walk = childrenWith({ isNotFoundNormal: true });
    const { records, progress, error } = await readAll(walk, progressOf([gap]), context);
    expect([records, error, context.warnings]).toEqual([[], undefined, []]);
    expect(progress).toMatchObject({ gaps: [], retry: [] });
  });

  it('may be one of several in a call', async () => {
    const context = contextOf(
      searching(60, () => {
        throw refusal(404);
      }),
    );
    const walk = childrenWith({ isNotFoundNormal: true, parentsPerCall: 20 });
    const { progress, error } = await readAll(walk, progressOf([gap]), context);
    expect([error, progress.gaps, progress.retry]).toEqual([undefined, [], []]);
  });
});

describe('a parent that an earlier sync has kept', () => {
  const kept = progressOf([gap], 'incremental', { retry: ['7'] });
  const walk = childrenWith({ parentRequest: (id) => ({ method: 'GET', path: `/parents/${id}` }) });
  const answering = (parent: () => Body) =>
    searching(1, ({ path }) => (path === '/parents/7' ? parent() : { id: 'a' }));

  it('is known by its id', async () => {
    const { records } = await readAll(childrenWith({}), kept, contextOf(answering(() => ({}))));
    expect(records[0]).toEqual({ parent: { id: '7' }, body: { id: 'a' } });
  });

  it('is asked for itself where its children need more', async () => {
    const { records, progress } = await readAll(walk, kept, contextOf(answering(() => ({ id: '7', updated_at: 5 }))));
    expect(records[0]).toEqual({ parent: { id: '7', updated_at: 5 }, body: { id: 'a' } });
    expect(records[1]?.parent).toMatchObject({ id: '0', name: 'of 0' });
    expect(progress.retry).toEqual([]);
  });

  it('is forgotten when it is gone, and stays kept when another one comes instead', async () => {
    const gone = () => {
      throw refusal(404);
    };
    expect((await readAll(walk, kept, contextOf(answering(gone)))).progress.retry).toEqual([]);
    const other = await readAll(walk, kept, contextOf(answering(() => ({ id: '8' }))));
    expect([other.error, other.progress.retry]).toEqual([undefined, ['7']]);
    expect(other.records).toHaveLength(1);
  });
});

describe('what a walk says of itself', () => {
  const things = list({ name: 'things', path: '/things', recordsAt: 'data' });

  it('comes from the parents', () => {
    const walk = childrenWith({});
    const child = { parent: { updated_at: 3, created_at: 2 }, body: { updated_at: 9, created_at: 9 } };
    expect([walk.isResumable, walk.usesRange]).toEqual([true, true]);
    expect([walk.changedAt(child), walk.createdAt?.(child)]).toEqual([3, 2]);
    expect(walk.probe(1)).toEqual(searched.probe(1));

    const listed = childrenWith({ parents: things });
    expect([listed.isResumable, listed.usesRange, 'createdAt' in listed]).toEqual([false, false, false]);
  });

  it('may be a permission of its own', () => {
    const probe = { method: 'GET', path: '/children/0' } as const;
    const walk = childrenWith({ probe, isProbeNotFoundNormal: true });
    expect([walk.probe(1), walk.parentProbe?.(1)]).toEqual([probe, searched.probe(1)]);
    expect(walk.isProbeNotFoundNormal).toBe(true);
  });

  it('is what is kept of a parent while its children are fetched', async () => {
    const walk = childrenWith({ parentFields: ['id', 'updated_at'] });
    const { records } = await readAll(walk, progressOf([gap]), contextOf(searching(1, () => ({ id: 'a' }))));
    expect(records).toEqual([{ parent: { id: '0', updated_at: 1_000 }, body: { id: 'a' } }]);
  });
});

describe('parents that are listed whatever their time', () => {
  const things = list({ name: 'things', path: '/things', recordsAt: 'data' });
  const walk = childrenWith({ parents: things });
  const data = [
    { id: '1', updated_at: 999 },
    { id: '2', updated_at: 1_000 },
    { id: '3', updated_at: 20_000 },
    { id: '4' },
  ];

  function server(child: (id: string) => Body = () => ({ id: 'a' })): ScriptedApi {
    return new ScriptedApi(({ path }) => (path === '/things' ? { data, total_count: 4 } : child(path.slice(10))));
  }

  it('cost no call where they did not change in the range', async () => {
    const api = server();
    const { records } = await readAll(walk, progressOf([gap]), contextOf(api));
    expect(idsAsked(api)).toEqual(['2', '3', '4']);
    expect(records).toHaveLength(3);
  });

  it('go by their creation in a full refresh where the walk knows it', async () => {
    const api = server();
    const created = { ...things, createdAt: ({ id }: Body) => (id === '3' ? 5 : 5_000) };
    await readAll(childrenWith({ parents: created }), progressOf([gap], 'full_refresh'), contextOf(api));
    expect(idsAsked(api)).toEqual(['1', '2', '4']);
    const byChange = server();
    await readAll(childrenWith({ parents: created }), progressOf([gap]), contextOf(byChange));
    expect(idsAsked(byChange)).toEqual(['2', '3', '4']);
  });

  it('cost a call each where the parents use the range by a time of their own', async () => {
    const api = server();
    await readAll(childrenWith({ parents: { ...things, usesRange: true } }), progressOf([gap]), contextOf(api));
    expect(idsAsked(api)).toEqual(['1', '2', '3', '4']);
  });

  it('cost no call when nothing is to be read but what an earlier sync has kept', async () => {
    const api = server();
    const nothing = progressOf([], 'incremental', { retry: ['1'] });
    const { records } = await readAll(walk, nothing, contextOf(api));
    expect(idsAsked(api)).toEqual(['1', '4']);
    expect(records).toHaveLength(2);
  });

  it('keep those whose call fails, and ask for them first', async () => {
    const failing = server((id) => {
      if (id === '2') throw timeOut();
      return { id: 'a' };
    });
    const first = await readAll(walk, progressOf([gap]), contextOf(failing));
    expect([first.error, first.progress.retry]).toEqual([undefined, ['2']]);

    const api = server();
    const later = { ...first.progress, gaps: [{ from: 10_000, to: 30_000 }] };
    const second = await readAll(walk, later, contextOf(api));
    expect(idsAsked(api)).toEqual(['2', '3', '4']);
    expect([second.pages[0]?.isRetry, second.progress.retry]).toEqual([true, []]);
  });

  it('may come from a scroll, and fail at its end when most are gone', async () => {
    const companies = scroll({ name: 'companies', path: '/scroll', probe: { method: 'GET', path: '/probe' } });
    const answers = (isGone: boolean) =>
      new ScriptedApi(({ path, query }) => {
        if (path === '/scroll') return { data: query ? [] : parentsUpTo(60), scroll_param: 'next' };
        if (isGone) throw refusal(404);
        return { id: 'a' };
      });
    const ofCompanies = childrenWith({ parents: companies });
    const found = await readAll(ofCompanies, progressOf([gap]), contextOf(answers(false)));
    expect([found.records.length, found.error]).toEqual([60, undefined]);
    const gone = await readAll(ofCompanies, progressOf([gap]), contextOf(answers(true)));
    expect(gone.error).toMatchObject({ message: expect.stringContaining('60 of 60 records') });
  });
});
