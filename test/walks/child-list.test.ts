import { describe, expect, it } from 'vitest';
import type { ApiRequest, Body } from '../../src/intercom/api.ts';
import { type ChildListOptions, childList } from '../../src/walks/child-list.ts';
import type { Child } from '../../src/walks/children.ts';
import { search } from '../../src/walks/search/search.ts';
import { contextOf, progressOf, readAll } from './support/reading.ts';
import { ScriptedApi } from './support/scripted-api.ts';
import { refusal, SearchServer, timeOut } from './support/search-server.ts';

const gap = { from: 1_000, to: 9_000 };
const notesWith = (options: Partial<ChildListOptions> = {}) =>
  childList({
    name: 'notes',
    parents: search({ name: 'parents', path: '/parents/search', recordsAt: 'data' }),
    parentPath: (id) => `/parents/${id}`,
    path: (id) => `/parents/${id}/notes`,
    recordsAt: 'data',
    perPage: 2,
    idAt: 'id',
    ...options,
  });

/** Parents `0`, `1`, … of which each changed a second after the one before. `answer` answers for their lists. */
function server(count: number, answer: (request: ApiRequest, id: string) => Body): ScriptedApi {
  const found = new SearchServer(
    Array.from({ length: count }, (_, index) => ({ id: String(index), updated_at: 1_000 + index, name: 'Ada' })),
  );
  return new ScriptedApi((request) => {
    const [, , id = '', list] = request.path.split('/');
    if (id === 'search') return found.send(request);
    return list === undefined ? { id, updated_at: 5 } : answer(request, id);
  });
}

/** A page of a list that is paged by number, two records a page. */
function page(ids: readonly string[], { query }: ApiRequest, total = ids.length): Body {
  const number = Number(query?.page ?? 1);
  const data = ids.slice(2 * (number - 1), 2 * number).map((id) => ({ id }));
  return { data, total_count: total, pages: { page: number, total_pages: Math.ceil(ids.length / 2) } };
}

const gone = (): never => {
  throw refusal(404);
};
const namesOf = (records: readonly Child[]) => records.map(({ parent, body }) => `${parent.id}:${body.id}`);
const listCalls = (api: ScriptedApi) => api.requests.filter(({ path }) => path.endsWith('/notes'));

describe('the list of each parent', () => {
  it('is read to its last page, with the place of each record in it', async () => {
    const api = server(3, (request) => page(['a', 'b', 'c', 'd', 'e'], request));
    const { records, progress } = await readAll(notesWith(), progressOf([gap]), contextOf(api));

    expect(namesOf(records)).toEqual(
      ['0', '1', '2'].flatMap((id) => ['a', 'b', 'c', 'd', 'e'].map((x) => `${id}:${x}`)),
    );
    expect(records.slice(0, 5).map(({ position }) => position)).toEqual([0, 1, 2, 3, 4]);
    expect(listCalls(api)).toHaveLength(9);
    expect(listCalls(api)[0]?.query).toEqual({ per_page: 2 });
    expect(progress.gaps).toEqual([]);
  });

  it('keeps of a parent its id and its times', async () => {
    const { records } = await readAll(notesWith(), progressOf([gap]), contextOf(server(1, (r) => page(['a'], r))));

    expect(records[0]?.parent).toEqual({ id: '0', created_at: undefined, updated_at: 1_000 });
  });

  it('is asked for with its own query beside the size of a page', async () => {
    const api = server(1, () => ({ data: [] }));
    await readAll(notesWith({ query: (id) => ({ of: id }) }), progressOf([gap]), contextOf(api));
    await readAll(notesWith({ perPage: undefined } as object), progressOf([gap]), contextOf(api));

    expect(listCalls(api).map(({ query }) => query)).toEqual([{ of: '0', per_page: 2 }, undefined]);
  });

  it('loses nothing by a kill', async () => {
    const answer = (request: ApiRequest) => page(['a', 'b', 'c'], request);
    for (const most of [1, 2, 250, 300]) {
      const first = await readAll(notesWith(), progressOf([gap]), contextOf(server(160, answer)), most);
      const second = await readAll(notesWith(), first.progress, contextOf(server(160, answer)));
      expect(new Set(namesOf([...first.records, ...second.records])).size).toBe(160 * 3);
    }
  });
});

describe('a list that changes while its pages are read', () => {
  it('brings a record once that has moved to the next page, and leaves one that was added to the next sync', async () => {
    let list = ['a', 'b', 'c'];
    const api = server(1, (request) => {
      const answer = page(list, request);
      list = ['new', 'a', 'b', 'c'];
      return answer;
    });
    const { records } = await readAll(notesWith(), progressOf([gap]), contextOf(api));

    expect(namesOf(records)).toEqual(['0:a', '0:b', '0:c']);
  });

  it('is read once more while it counts more records than have come', async () => {
    let calls = 0;
    const api = server(1, (request) => {
      calls += 1;
      return page(calls === 2 ? ['b', 'c', 'd'] : ['a', 'b', 'c', 'd'], request, 4);
    });
    const { records, progress } = await readAll(notesWith(), progressOf([gap]), contextOf(api));

    expect(namesOf(records).toSorted()).toEqual(['0:a', '0:b', '0:c', '0:d']);
    expect([calls, progress.gaps]).toEqual([4, []]);
  });

  it('loses no record to one that is deleted, however the counts agree', async () => {
    let list = ['a', 'b', 'c', 'd', 'e'];
    const api = server(1, (request) => {
      const answer = page(list, request);
      list = ['b', 'c', 'd', 'e'];
      return answer;
    });
    const context = contextOf(api);
    const { records } = await readAll(notesWith(), progressOf([gap]), context);

    expect(namesOf(records).toSorted()).toEqual(['0:a', '0:b', '0:c', '0:d', '0:e']);
    expect(context.warnings).toEqual([]);
  });

  it('is not read for ever where it counts records that it never shows, which is told', async () => {
    const api = server(7, (request) => page(['a', 'b', 'c'], request, 9));
    const context = contextOf(api);
    const { records } = await readAll(notesWith(), progressOf([gap]), context);

    expect([records.length, listCalls(api).length]).toEqual([7 * 3, 7 * 4]);
    expect(context.warnings).toHaveLength(6);
    expect(context.warnings[0]).toContain('/parents/0/notes counts 9 records, but brought only 3.');
    expect(context.warnings[5]).toBe('… and 2 more lists that count more records than they brought.');
  });

  it('is believed when it comes in one page, whatever it counts', async () => {
    const api = server(1, (request) => page(['a', 'b'], request, 9));
    const context = contextOf(api);
    await readAll(notesWith(), progressOf([gap]), context);

    expect(listCalls(api)).toHaveLength(1);
    expect(context.warnings).toEqual([]);
  });
});

it('records without an id of their own come as often as the list holds them', async () => {
  const answer = () => ({ data: [{ id: 'me' }, { id: 'me' }], total_count: 3 });
  const walk = notesWith({ idAt: undefined } as object);
  const { records } = await readAll(walk, progressOf([gap]), contextOf(server(1, answer)));

  expect(records).toHaveLength(2);
});

it('a parent that says that its list is empty costs no call', async () => {
  const api = server(3, (request) => page(['a'], request));
  const walk = notesWith({ skip: ({ id, name }) => name === 'Ada' && id !== '1' });
  const { records } = await readAll(walk, progressOf([gap]), contextOf(api));

  expect(namesOf(records)).toEqual(['1:a']);
  expect(listCalls(api)).toHaveLength(1);
});

describe('a parent whose list is not found', () => {
  it('is skipped when it is not found itself', async () => {
    const api = server(3, (request, id) => (id === '1' ? gone() : page(['a'], request)));
    const asked = api.send.bind(api);
    const send = (request: ApiRequest) => (request.path === '/parents/1' ? gone() : asked(request));
    const context = contextOf({ send });
    const { records, progress } = await readAll(notesWith(), progressOf([gap]), context);

    expect(namesOf(records)).toEqual(['0:a', '2:a']);
    expect(progress).toMatchObject({ gaps: [], retry: [] });
    expect(context.warnings).toEqual(['notes: 1 record was deleted during the read.']);
  });

  it('is kept for the next sync when it is still there', async () => {
    const api = server(3, (request, id) => (id === '1' ? gone() : page(['a'], request)));
    const { records, progress } = await readAll(notesWith(), progressOf([gap]), contextOf(api));

    expect(namesOf(records)).toEqual(['0:a', '2:a']);
    expect(progress).toMatchObject({ gaps: [], retry: ['1'] });
  });
});

it('a parent that an earlier sync has kept is asked for, so that its children know when it changed', async () => {
  const failing = server(2, (request, id) => {
    if (id === '1') throw timeOut();
    return page(['a'], request);
  });
  const first = await readAll(notesWith(), progressOf([gap]), contextOf(failing));
  expect(first.progress).toMatchObject({ gaps: [], retry: ['1'] });

  const again = await readAll(notesWith(), first.progress, contextOf(server(2, (request) => page(['a'], request))));
  expect(again.records).toEqual([{ parent: { id: '1', updated_at: 5 }, body: { id: 'a' }, position: 0 }]);
  expect(again.progress.retry).toEqual([]);
});

it('is probed by the list of a parent that does not exist, beside the parents', () => {
  const walk = notesWith({ unusedId: '00' });

  expect(walk.probe(1)).toEqual({ method: 'GET', path: '/parents/00/notes', query: { per_page: 1 } });
  expect(notesWith({ perPage: undefined } as object).probe(1)).toEqual({ method: 'GET', path: '/parents/0/notes' });
  expect(walk.isProbeNotFoundNormal).toBe(true);
  expect(walk.parentProbe?.(1).path).toBe('/parents/search');
});
