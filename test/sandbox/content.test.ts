import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Row, valueAt } from '../../sandbox/json.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { ask, codeOf, rowsOf } from './client.ts';

let sandbox: Sandbox;
const now = 1_790_000_000;
beforeEach(async () => {
  sandbox = await startSandbox({ now: () => now, sizes: { contacts: 10, conversations: 10, tickets: 10 } });
});
afterEach(() => sandbox.close());

const rowsAt = async (path: string): Promise<Row[]> => rowsOf((await ask(sandbox, path)).body.data);

describe('macros', () => {
  it('are those changed after `updated_since`, the latest first', async () => {
    const times = [...sandbox.truth('macros')].map((macro) => Date.parse(String(macro.updated_at)) / 1_000);
    const since = times.sort((a, b) => b - a)[40];
    const found = (await rowsAt(`/macros?per_page=150&updated_since=${since}`)).map((macro) =>
      String(macro.updated_at),
    );
    expect(found).toEqual(times.filter((at) => at > Number(since)).map((at) => new Date(at * 1_000).toISOString()));
  });

  it('that are touched or added come first', async () => {
    const id = String([...sandbox.truth('macros')][7]?.id);
    sandbox.change.touchMacro(id, now - 20, { name: 'Renamed' });
    const added = sandbox.change.addMacro(now - 10);
    const found = await rowsAt('/macros?per_page=2');
    expect(found.map((macro) => macro.id)).toEqual([added, id]);
    expect(found[1]).toMatchObject({ name: 'Renamed', updated_at: new Date((now - 20) * 1_000).toISOString() });
  });
});

describe('a full last page', () => {
  it.each([
    ['/macros', 130],
    ['/data_connectors', 5],
  ])('of %s leads to an empty one', async (path, perPage) => {
    let { body } = await ask(sandbox, `${path}?per_page=${perPage}`);
    const pages = [rowsOf(body.data).length];
    for (let after = afterOf(body); typeof after === 'string'; after = afterOf(body)) {
      ({ body } = await ask(sandbox, `${path}?per_page=${perPage}&starting_after=${after}`));
      pages.push(rowsOf(body.data).length);
    }
    expect(pages.slice(-2)).toEqual([perPage, 0]);
    expect(valueAt(body, 'pages.next')).toBe(null);
  });

  const afterOf = (body: Row): unknown => valueAt(body, 'pages.next.starting_after');
});

describe('articles', () => {
  it('come the latest change first', async () => {
    const id = sandbox.change.addArticle(now - 10, { title: 'Added' });
    const touched = String([...sandbox.truth('articles')][3]?.id);
    sandbox.change.touchArticle(touched, now - 5);
    const found = await rowsAt('/articles');
    expect(found.slice(0, 2).map((article) => article.id)).toEqual([touched, id]);
  });

  it('of the same second come in another order at each request, if the settings say so', async () => {
    const read = async () => {
      const ids = [];
      for (let page = 1; page <= 6; page++) ids.push(...(await rowsAt(`/articles?per_page=50&page=${page}`)));
      return new Set(ids.map((article) => article.id)).size;
    };
    for (const { id } of sandbox.truth('articles')) sandbox.change.touchArticle(String(id), now);
    expect(await read()).toBe(300);
    sandbox.set({ shuffledTies: true });
    expect(await read()).toBeLessThan(290);
  });
});

describe('executions of a data connector', () => {
  const path = `/data_connectors/12345/execution_results`;

  it('are those of the last hour unless `start_ts` asks for more', async () => {
    expect(await rowsAt(path)).toEqual([]);
    const all = [...sandbox.truth('data_connector_executions')].filter((row) => row.data_connector_id === '12345');
    const times = all.map((row) => Date.parse(String(row.created_at)) / 1_000).sort((a, b) => b - a);
    const found = await rowsAt(`${path}?per_page=30&start_ts=${times[9]}&end_ts=${times[3]}`);
    expect(found.map((row) => Date.parse(String(row.created_at)) / 1_000)).toEqual(times.slice(3, 10));
  });

  it('are chosen by success', async () => {
    const found = await rowsAt(`${path}?start_ts=0&per_page=30&success=false`);
    expect(new Set(found.map((row) => row.success))).toEqual(new Set([false]));
  });
});

describe('newsfeeds', () => {
  it('have live items only', async () => {
    const live = [...sandbox.truth('newsfeed_items')];
    expect(new Set(live.map((item) => item.state))).toEqual(new Set(['live']));
    expect([...sandbox.truth('news_items')].some((item) => item.state === 'draft')).toBe(true);
  });
});

describe('custom objects', () => {
  it('of a type that nobody defined are 404', async () => {
    for (const type of ['order', 'constructor']) {
      const answer = await ask(sandbox, `/custom_object_instances/${type}`);
      expect([answer.status, codeOf(answer)]).toEqual([404, 'not_found']);
    }
  });

  it('have one type that a relationship of conversations tells of', async () => {
    const references = (await rowsAt('/conversations/attributes')).flatMap((one) => one.reference ?? []);
    expect(references).toEqual([{ type: 'many', object_type_id: 'Order' }]);
  });
});

describe('permissions', () => {
  it.each([
    ['/content_snippets', 'read_write_content_snippets'],
    ['/office_hours_schedules', 'read_write_office_hours'],
    ['/office_hours_schedules/124/office_hours_exceptions', 'read_write_office_hours'],
    ['/help_center/help_centers/79/redirects', 'read_help_center_redirects_scope'],
    ['/articles', 'read_articles_scope'],
    ['/news/newsfeeds', 'read_news'],
    ['/events?type=user&intercom_user_id=1', 'read_events'],
    ['/ai/external_pages', 'read_content'],
    ['/custom_object_instances/Order', 'read_write_custom_object_instances'],
  ])('%s takes %s', async (path, scope) => {
    sandbox.set({ scopes: [] });
    const answer = await ask(sandbox, path);
    expect([answer.status, codeOf(answer)]).toEqual([403, 'forbidden']);
    sandbox.set({ scopes: [scope] });
    expect((await ask(sandbox, path)).status).not.toBe(403);
  });
});
