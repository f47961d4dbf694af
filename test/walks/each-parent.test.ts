import { expect, test } from 'vitest';
import { ConnectorError } from '../../src/errors.ts';
import type { ApiRequest, Body } from '../../src/intercom/api.ts';
import { eachParent } from '../../src/walks/each-parent.ts';
import { search } from '../../src/walks/search/search.ts';
import { contextOf, idsOf, progressOf, readAll } from './support/reading.ts';
import { ScriptedApi } from './support/scripted-api.ts';
import { refusal, SearchServer, timeOut } from './support/search-server.ts';

const children = eachParent({
  name: 'children',
  parents: search({ name: 'parents', path: '/parents/search', recordsAt: 'data' }),
  request: ({ id }) => ({ method: 'GET', path: `/parents/${id}` }),
});

const gap = { from: 1_000, to: 9_000 };

/** Parents 0, 1, 2 …, one a second; `child` answers for one of them. */
function server(count: number, child: (id: string) => Body | Promise<Body>): ScriptedApi & { asked(): string[] } {
  const parents = new SearchServer(
    Array.from({ length: count }, (_, index) => ({ id: String(index), updated_at: 1_000 + index })),
  );
  const idOf = ({ path }: ApiRequest) => /^\/parents\/(\d+)$/.exec(path)?.[1];
  const api = new ScriptedApi((request) => {
    const id = idOf(request);
    return id === undefined ? parents.send(request) : child(id);
  });
  return Object.assign(api, { asked: () => api.requests.flatMap((request) => idOf(request) ?? []) });
}

const parentsOf = (records: readonly { parent: Body }[]) => idsOf(records.map(({ parent }) => parent));
const numbers = (count: number) => Array.from({ length: count }, (_, index) => String(index));

test('answers come in the order of the parents, across the borders of their pages', async () => {
  const api = server(400, async (id) => {
    await new Promise((resolve) => setTimeout(resolve, (Number(id) * 7) % 5));
    return { of: id };
  });
  const { records, progress } = await readAll(children, progressOf([gap]), contextOf(api));
  expect(parentsOf(records)).toEqual(numbers(400));
  expect(records.every(({ parent, body }) => body.of === parent.id)).toBe(true);
  expect(progress.gaps).toEqual([]);
});

test('pain 1, trap 10: parents count as read only when all their own calls have been answered', async () => {
  const api = server(400, (id) => ({ of: id }));
  for (const most of [1, 149, 150, 151, 152, 399]) {
    const first = await readAll(children, progressOf([gap]), contextOf(api), most);
    const second = await readAll(children, first.progress, contextOf(api));
    expect(new Set(parentsOf([...first.records, ...second.records])).size).toBe(400);
  }
});

test('fan-out crosses page borders: the next page is fetched while calls are open', async () => {
  let open = 0;
  let most = 0;
  const api = server(600, async (id) => {
    open += 1;
    most = Math.max(most, open);
    await new Promise((resolve) => setTimeout(resolve, 1));
    open -= 1;
    return { of: id };
  });
  await readAll(children, progressOf([gap]), contextOf(api));
  expect(most).toBeGreaterThan(64);
  expect(most).toBeLessThanOrEqual(128);
});

test.each([404, 410])('pain 18: a parent that is gone (%i) is skipped, counted and told', async (status) => {
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

test('pain 18: when most parents are said to be gone, the stream is not complete', async () => {
  const context = contextOf(
    server(60, (id) => {
      if (Number(id) % 3 !== 0) throw refusal(404);
      return { of: id };
    }),
  );
  const { error } = await readAll(children, progressOf([gap]), context);
  expect(error).toMatchObject({ failureType: 'transient_error', message: expect.stringContaining('of 60 records') });
});

test('a parent whose call fails for ever is kept, asked first by the next sync, and forgotten when it answers', async () => {
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

test('a parent kept from an earlier sync that is gone meanwhile is forgotten', async () => {
  const api = server(0, () => {
    throw refusal(404);
  });
  const { progress } = await readAll(children, progressOf([gap], 'incremental', { retry: ['9'] }), contextOf(api));
  expect(progress.retry).toEqual([]);
});

test('more than a hundred failed parents are an outage: the stream fails', async () => {
  const api = server(1_000, () => {
    throw timeOut();
  });
  const { error, progress } = await readAll(children, progressOf([gap]), contextOf(api));
  expect(error).toMatchObject({ failureType: 'transient_error', message: expect.stringContaining('More than 100') });
  expect(progress.retry).toHaveLength(100);
  expect(progress.gaps).not.toEqual([]);
  expect(api.asked().length).toBeLessThan(400);
});

test('trap 18: a missing permission fails the stream after the answers before it', async () => {
  const api = server(10, (id) => {
    if (id === '4') throw refusal(403);
    return { of: id };
  });
  const { records, error } = await readAll(children, progressOf([gap]), contextOf(api));
  expect(error).toMatchObject({ status: 403 });
  expect(parentsOf(records)).toEqual(['0', '1', '2', '3']);
});

test('an answer that is not whole counts as a failed call', async () => {
  const checked = eachParent({
    name: 'children',
    parents: search({ name: 'parents', path: '/parents/search', recordsAt: 'data' }),
    request: ({ id }) => ({ method: 'GET', path: `/parents/${id}` }),
    check: ({ of }) => {
      if (of === '1') throw new ConnectorError('not whole', { failureType: 'transient_error' });
    },
  });
  const { records, progress } = await readAll(checked, progressOf([gap]), contextOf(server(3, (id) => ({ of: id }))));
  expect(parentsOf(records)).toEqual(['0', '2']);
  expect(progress.retry).toEqual(['1']);
});

test('a consumer that stops ends the calls', async () => {
  const api = server(5_000, (id) => ({ of: id }));
  await readAll(children, progressOf([gap]), contextOf(api), 3);
  const asked = api.asked().length;
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(api.asked().length - asked).toBeLessThanOrEqual(256);
  expect(api.asked().length).toBeLessThan(1_000);
});
