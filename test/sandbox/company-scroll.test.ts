import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { ask, codeOf, rowsOf } from './client.ts';

let sandbox: Sandbox;
let now: number;
beforeEach(async () => {
  now = 1_790_000_000;
  sandbox = await startSandbox({ now: () => now, sizes: { companies: 250, contacts: 10 } });
});
afterEach(() => sandbox.close());

const path = '/companies/scroll';
const next = (param: unknown) => ask(sandbox, `${path}?scroll_param=${String(param)}`);

describe('the company scroll', () => {
  it('gives all companies, a hundred at once, and ends with an empty page', async () => {
    const first = await ask(sandbox, path);
    const { scroll_param: param } = first.body;
    const pages = [first, await next(param), await next(param), await next(param)];
    expect(pages.map(({ body }) => rowsOf(body.data).length)).toEqual([100, 100, 50, 0]);
    expect(new Set(pages.flatMap(({ body }) => rowsOf(body.data).map(({ id }) => id))).size).toBe(250);
    expect([first.body.pages, first.body.total_count]).toEqual([null, null]);
  });

  it('can be open once in a workspace', async () => {
    await ask(sandbox, path);
    const second = await ask(sandbox, path);
    expect([second.status, codeOf(second)]).toEqual([400, 'scroll_exists']);
  });

  it('can be opened again after its end', async () => {
    const { scroll_param: param } = (await ask(sandbox, path)).body;
    for (let page = 0; page < 3; page++) await next(param);
    expect((await ask(sandbox, path)).status).toBe(200);
  });

  it('dies when nobody calls for a minute', async () => {
    const { scroll_param: param } = (await ask(sandbox, path)).body;
    now += 60;
    expect((await next(param)).status).toBe(200);
    now += 61;
    expect((await next(param)).status).toBe(404);
    expect((await ask(sandbox, path)).status).toBe(200);
  });

  it('moves on although the answer is lost', async () => {
    const { scroll_param: param } = (await ask(sandbox, path)).body;
    sandbox.faults.add({ kind: 'resetAfter' });
    await expect(next(param)).rejects.toThrow();
    expect(rowsOf((await next(param)).body.data)).toHaveLength(50);
  });

  it('is dead after a 500, and blocks another one until it expires', async () => {
    const { scroll_param: param } = (await ask(sandbox, path)).body;
    sandbox.faults.add({ kind: 'status', status: 500 });
    expect((await next(param)).status).toBe(500);
    expect((await next(param)).status).toBe(404);
    expect((await ask(sandbox, path)).status).toBe(400);
    now += 61;
    expect((await ask(sandbox, path)).status).toBe(200);
  });

  it('repeats its last page for ever when struck so', async () => {
    sandbox.faults.add({ kind: 'repeatScrollPage' });
    const { scroll_param: param } = (await ask(sandbox, path)).body;
    const pages = [await next(param), await next(param), await next(param), await next(param)];
    expect(pages.map(({ body }) => rowsOf(body.data).length)).toEqual([100, 50, 50, 50]);
    expect(pages[3]?.body.data).toEqual(pages[1]?.body.data);
  });
});
