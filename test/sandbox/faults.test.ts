import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isRow } from '../../sandbox/json.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { ask, codeOf, rowsOf } from './client.ts';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox({ sizes: { contacts: 200, conversations: 20, activity_logs: 40 } });
});
afterEach(() => sandbox.close());

const tags = () => ask(sandbox, '/tags');

describe('a fault', () => {
  it('strikes once unless told otherwise', async () => {
    sandbox.faults.add({ kind: 'status', status: 500 });
    expect((await tags()).status).toBe(500);
    expect((await tags()).status).toBe(200);
    expect(sandbox.faults.struck).toBe(1);
  });

  it('strikes the matching requests only, and of these the n-th', async () => {
    sandbox.faults.add({ kind: 'status', status: 503, match: { path: /^\/tags/, nth: 2 } });
    expect((await ask(sandbox, '/admins')).status).toBe(200);
    expect([(await tags()).status, (await tags()).status, (await tags()).status]).toEqual([200, 503, 200]);
  });

  it('strikes by chance, the same way for the same seed', async () => {
    const struck = async () => {
      sandbox.faults.clear();
      sandbox.faults.add({ kind: 'status', status: 500, probability: 0.5, times: Number.POSITIVE_INFINITY, seed: 4 });
      const statuses: number[] = [];
      for (let call = 0; call < 20; call++) statuses.push((await tags()).status);
      return statuses;
    };
    const first = await struck();
    expect(new Set(first).size).toBe(2);
    expect(await struck()).toEqual(first);
  });

  it('can be a page of HTML, an empty answer, something that is not JSON, a redirect or a 429', async () => {
    sandbox.faults.add({ kind: 'html' });
    sandbox.faults.add({ kind: 'empty' });
    sandbox.faults.add({ kind: 'malformed' });
    sandbox.faults.add({ kind: 'redirect', to: 'https://elsewhere.example.com/x' });
    sandbox.faults.add({ kind: 'rateLimit' });
    const html = await tags();
    expect([html.status, html.headers.get('content-type')]).toEqual([502, 'text/html']);
    for (const _kind of ['empty', 'malformed']) expect(await tags()).toMatchObject({ status: 200, body: {} });
    const redirect = await tags();
    expect([redirect.status, redirect.headers.get('location')]).toEqual([302, 'https://elsewhere.example.com/x']);
    const limited = await tags();
    expect([limited.status, codeOf(limited), limited.headers.get('x-ratelimit-remaining')]).toEqual([
      429,
      'rate_limit_exceeded',
      '0',
    ]);
  });

  it.each(['reset', 'resetAfter', 'truncate'] as const)('can cut the connection: %s', async (kind) => {
    sandbox.faults.add({ kind });
    await expect(tags()).rejects.toThrow();
  });

  it('can send half of the JSON as if it were all', async () => {
    sandbox.faults.add({ kind: 'truncate', announced: 'cut' });
    expect(await tags()).toMatchObject({ status: 200, body: {} });
  });

  it('can leave a request without an answer', async () => {
    sandbox.faults.add({ kind: 'hang' });
    const request = fetch(`${sandbox.url}/tags`, {
      headers: { Authorization: `Bearer ${sandbox.token}` },
      signal: AbortSignal.timeout(50),
    });
    await expect(request).rejects.toThrow('aborted');
  });

  it('can drop an embedded list from all records or from one', async () => {
    const search = { query: { field: 'created_at', operator: '>', value: 0 } };
    sandbox.faults.add({ kind: 'dropEmbedded', field: 'companies' });
    const { body } = await ask(sandbox, '/contacts/search', search);
    expect(rowsOf(body.data).some((contact) => 'companies' in contact)).toBe(false);
    const id = String(rowsOf(body.data)[3]?.id);
    sandbox.faults.add({ kind: 'dropEmbedded', field: 'tags', id });
    const second = rowsOf((await ask(sandbox, '/contacts/search', search)).body.data);
    expect(second.filter((contact) => !('tags' in contact)).map((contact) => contact.id)).toEqual([id]);
    sandbox.faults.add({ kind: 'dropEmbedded', field: 'tags' });
    expect((await ask(sandbox, `/contacts/${id}`)).body).not.toHaveProperty('tags');
  });

  it('can lead the next page to another host', async () => {
    sandbox.faults.add({ kind: 'foreignNext' });
    const { body } = await ask(sandbox, '/admins/activity_logs?created_at_after=0');
    expect(isRow(body.pages) && String(body.pages.next)).toMatch(
      /^https:\/\/elsewhere\.example\.com\/admins\/activity_logs\?/,
    );
  });

  it('can poison a record so that large pages with it fail', async () => {
    const search = (perPage: number) =>
      ask(sandbox, '/contacts/search', {
        query: { field: 'created_at', operator: '>', value: 0 },
        pagination: { per_page: perPage },
      });
    const id = String(rowsOf((await search(10)).body.data)[4]?.id);
    sandbox.faults.add({ kind: 'poison', id, largerThan: 10 });
    expect([(await search(150)).status, (await search(10)).status, (await search(4)).status]).toEqual([504, 200, 200]);
    sandbox.faults.add({ kind: 'poison', id, largerThan: 0 });
    expect([(await search(10)).status, (await search(4)).status]).toEqual([504, 200]);
    expect((await ask(sandbox, `/contacts/${id}`)).status).toBe(504);
  });
});
