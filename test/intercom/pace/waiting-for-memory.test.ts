import type { ServerResponse } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Lease } from '../../../src/intercom/pace/memory-budget.ts';
import type { Hold } from '../../../src/intercom/pace/rate-limiter.ts';
import { type ApiServer, json, type Reply, rateHeaders, raw, refuse, serve } from '../support/api-server.ts';
import { makeClient } from '../support/client.ts';

/** The budget has room for three answers of unknown size (256 KiB each), or for three of these pages. */
const memoryLimit = 1_000_000;
const page = json({ data: 'x'.repeat(300_000) });

/** Answers by path; a page where the path is not given. */
function serveRoutes(routes: Readonly<Record<string, Reply>> = {}) {
  const known: Readonly<Record<string, Reply>> = { '/ping': raw('{}'), ...routes };
  return serve((response, request) => (known[request.url ?? ''] ?? page)(response, request));
}

type Client = ReturnType<typeof makeClient>['client'];

function send(client: Client, path: string, caller: Lease | string) {
  return client.send({ method: 'GET', path, attempts: 1 }, caller);
}

/** Begins a page. */
function begin(client: Client, path: string, walk = 'conversations') {
  const lease = client.lease(walk);
  return { lease, sent: send(client, path, lease) };
}

/** Fills the budget with three pages, whose answers have arrived. */
async function fill(client: Client): Promise<readonly Lease[]> {
  const pages = ['/page/1', '/page/2', '/page/3'].map((path) => begin(client, path, 'full'));
  await Promise.all(pages.map(({ sent }) => sent));
  return pages.map(({ lease }) => lease);
}

/** Resolves when a request that could have been sent by now has arrived. */
async function settle(client: Client): Promise<void> {
  for (let call = 0; call < 3; call += 1) await send(client, '/ping', 'ping');
}

function asked(server: ApiServer): readonly string[] {
  return server.requests.map(({ url }) => url).filter((url) => url !== '/ping');
}

describe('a page that begins', () => {
  it('waits while what is held fills the budget, and goes on when it is released', async () => {
    const server = await serveRoutes();
    const { client } = makeClient(server.url, { memoryLimit });
    const [first, ...rest] = await fill(client);
    const next = begin(client, '/page/4');
    await settle(client);
    expect(asked(server)).toHaveLength(3);
    first?.release();
    await next.sent;
    expect(asked(server)).toHaveLength(4);
    for (const lease of [...rest, next.lease]) lease.release();
    await Promise.all([5, 6, 7].map((number) => begin(client, `/page/${number}`).sent));
  });

  it('waits while what requests in flight are expected to bring fills the budget', async () => {
    const open: ServerResponse[] = [];
    const hold: Reply = (response) => open.push(response);
    const paths = ['/page/1', '/page/2', '/page/3', '/page/4'];
    const server = await serveRoutes(Object.fromEntries(paths.map((path) => [path, hold])));
    const { client } = makeClient(server.url, { memoryLimit });
    const pages = paths.map((path) => begin(client, path));
    await settle(client);
    expect(asked(server)).toHaveLength(3);
    for (const response of open) response.end('{}');
    await expect.poll(() => open.length).toBe(4);
    open[3]?.end('{}');
    await Promise.all(pages.map(({ sent }) => sent));
  });

  it('goes on when the walk that filled the budget has ended', async () => {
    const server = await serveRoutes();
    const { client } = makeClient(server.url, { memoryLimit });
    await fill(client);
    const next = begin(client, '/page/4');
    client.releaseAll('full');
    await expect(next.sent).resolves.toHaveProperty('data');
  });

  it('is not overtaken by smaller ones of other walks for as long as these go on', async () => {
    const server = await serveRoutes({ '/small': raw('{}') });
    const { client } = makeClient(server.url, { memoryLimit });
    // An answer of a small kind is known to be small.
    await send(client, '/small', 'check');
    const [first] = await fill(client);
    const large = begin(client, '/page/4', 'large');
    await settle(client);
    const later = begin(client, '/small', 'small');
    await settle(client);
    expect(asked(server)).toHaveLength(4);
    first?.release();
    await Promise.all([large.sent, later.sent]);
    expect(asked(server).slice(4)).toEqual(['/page/4', '/small']);
  });

  it('is not told as a wait for the rate limit', async () => {
    const holds: Hold[] = [];
    const server = await serveRoutes({
      '/page/3': json({ data: 'x'.repeat(300_000) }, 200, rateHeaders(3, 0, 50_000)),
    });
    const { client } = makeClient(server.url, { memoryLimit, onHold: (hold) => holds.push(hold) });
    const [first] = await fill(client);
    const next = begin(client, '/page/4');
    await setImmediate();
    expect(holds).toEqual([]);
    first?.release();
    await next.sent;
    expect(holds).toHaveLength(1);
  });
});

describe('while the budget is full', () => {
  it('a page that has begun goes on, beyond the budget, even if all that is held waits for it', async () => {
    const server = await serveRoutes();
    const { client } = makeClient(server.url, { memoryLimit });
    const leases = await fill(client);
    const waiting = begin(client, '/page/4', 'full');
    await Promise.all(leases.flatMap((lease) => [1, 2].map((part) => send(client, `/part/${part}`, lease))));
    expect(asked(server)).toHaveLength(9);
    for (const lease of leases) lease.release();
    await waiting.sent;
  });

  it('calls by name go on', async () => {
    const server = await serveRoutes();
    const { client } = makeClient(server.url, { memoryLimit });
    await fill(client);
    const waiting = begin(client, '/page/4', 'full');
    await expect(send(client, '/me', 'workspace')).resolves.toHaveProperty('data');
    await expect(send(client, '/segments', 'full')).resolves.toHaveProperty('data');
    client.releaseAll('full');
    await waiting.sent;
  });

  it('urgent pages go on', async () => {
    const server = await serveRoutes();
    const { client } = makeClient(server.url, { memoryLimit });
    await fill(client);
    const waiting = begin(client, '/page/4', 'companies');
    const urgent = client.lease('companies', { isUrgent: true });
    await expect(send(client, '/companies/scroll', urgent)).resolves.toHaveProperty('data');
    client.releaseAll('full');
    await waiting.sent;
  });

  it('a first call that failed is retried without waiting', async () => {
    const server = await serve(refuse(500, 'server_error'), page);
    let client: Client;
    const sleep = async () => {
      await fill(client);
    };
    ({ client } = makeClient(server.url, { memoryLimit, sleep }));
    const sent = client.send({ method: 'GET', path: '/conversations/1' }, client.lease('conversations'));
    await expect(sent).resolves.toHaveProperty('data');
    expect(asked(server).filter((url) => url === '/conversations/1')).toHaveLength(2);
  });
});

describe('an answer', () => {
  it('that is a refusal, or no JSON, or cut off, holds nothing', async () => {
    const large = 'x'.repeat(300_000);
    const server = await serve(raw(large, 404), raw(large, 200), raw(large, 500), raw(large, 403), page);
    const { client } = makeClient(server.url, { memoryLimit });
    const lease = client.lease('conversations');
    for (let call = 0; call < 4; call += 1) await expect(send(client, '/x', lease)).rejects.toThrow();
    await fill(client);
  });

  it('that arrives after its walk has ended holds nothing', async () => {
    const open: ServerResponse[] = [];
    const server = await serve((response) => open.push(response), page);
    const { client } = makeClient(server.url, { memoryLimit });
    const late = begin(client, '/late');
    await expect.poll(() => open.length).toBe(1);
    client.releaseAll('conversations');
    open[0]?.end(JSON.stringify({ data: 'x'.repeat(300_000) }));
    await late.sent;
    await fill(client);
  });

  it('counts in bytes, not in characters', async () => {
    const server = await serveRoutes({ '/page/1': json({ data: 'é'.repeat(250_000) }) });
    const { client } = makeClient(server.url, { memoryLimit });
    const first = begin(client, '/page/1');
    await first.sent;
    const next = begin(client, '/page/2');
    await settle(client);
    expect(asked(server)).toHaveLength(1);
    first.lease.release();
    await next.sent;
  });
});
