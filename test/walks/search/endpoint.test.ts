import { expect, it } from 'vitest';
import type { Api } from '../../../src/intercom/api.ts';
import { Endpoint, endpointOf, SEARCHES_AT_ONCE } from '../../../src/walks/search/endpoint.ts';
import { search } from '../../../src/walks/search/search.ts';
import { contextOf, progressOf, readAll } from '../support/reading.ts';
import { SearchServer, type Timed } from '../support/search-server.ts';

const client = (): Api => new SearchServer([]);
const tick = () => new Promise((resolve) => setImmediate(resolve));

it('no more calls are made at once than may be, and all of them in the order they were asked for', async () => {
  const endpoint = new Endpoint(3);
  const begun: number[] = [];
  const finish: (() => void)[] = [];
  const calls = Array.from({ length: 7 }, (_, number) =>
    endpoint.call(() => {
      begun.push(number);
      return new Promise<number>((resolve) => finish.push(() => resolve(number)));
    }),
  );
  await tick();
  expect(begun).toEqual([0, 1, 2]);
  finish[1]?.();
  await tick();
  expect(begun).toEqual([0, 1, 2, 3]);
  for (let number = 0; number < 7; number += 1) {
    finish[number]?.();
    await tick();
  }
  expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(await Promise.all(calls)).toEqual([0, 1, 2, 3, 4, 5, 6]);
});

it('a call that fails makes room for the next one', async () => {
  const endpoint = new Endpoint(1);
  const failing = endpoint.call(() => Promise.reject(new Error('down')));
  const next = endpoint.call(() => Promise.resolve('up'));
  await expect(failing).rejects.toThrow('down');
  expect(await next).toBe('up');
  expect(await endpoint.call(() => Promise.resolve('still up'))).toBe('still up');
});

it('a client has one endpoint per path, and clients do not share them', () => {
  const [one, other] = [client(), client()];
  expect(endpointOf(one, '/a/search')).toBe(endpointOf(one, '/a/search'));
  expect(endpointOf(one, '/b/search')).not.toBe(endpointOf(one, '/a/search'));
  expect(endpointOf(other, '/a/search')).not.toBe(endpointOf(one, '/a/search'));
});

it('two walks over one endpoint together have no more searches in flight than one', async () => {
  const records: Timed[] = Array.from({ length: 6_000 }, (_, index) => ({
    id: String(index),
    updated_at: 1_000 + index,
  }));
  const server = new SearchServer(records, { total: 1_000_000 });
  const inFlight = new Map<string, number>();
  const most = new Map<string, number>();
  const send = server.send.bind(server);
  server.send = async (request) => {
    const now = (inFlight.get(request.path) ?? 0) + 1;
    inFlight.set(request.path, now);
    most.set(request.path, Math.max(most.get(request.path) ?? 0, now));
    await tick();
    inFlight.set(request.path, (inFlight.get(request.path) ?? 0) - 1);
    return send(request);
  };
  const walks = [
    search({ name: 'rows', path: '/rows/search', recordsAt: 'data' }),
    search({ name: 'the same rows', path: '/rows/search', recordsAt: 'data' }),
    search({ name: 'others', path: '/others/search', recordsAt: 'data' }),
  ];
  // Each walk has a context of its own, as the engine may give it.
  const readings = await Promise.all(
    walks.map((walk) => readAll(walk, progressOf([{ from: 1_000, to: 7_000 }]), contextOf(server))),
  );
  for (const { records: found, error } of readings) {
    expect(error).toBeUndefined();
    expect(new Set(found.map(({ id }) => id)).size).toBe(6_000);
  }
  expect(most).toEqual(
    new Map([
      ['/rows/search', SEARCHES_AT_ONCE],
      ['/others/search', SEARCHES_AT_ONCE],
    ]),
  );
});
