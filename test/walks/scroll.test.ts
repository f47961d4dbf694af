import { afterEach, expect, test, vi } from 'vitest';
import type { Api, ApiRequest, Body } from '../../src/intercom/api.ts';
import { scroll } from '../../src/walks/scroll.ts';
import { contextOf, idsOf, progressOf, readAll } from './support/reading.ts';
import { refusal, timeOut } from './support/search-server.ts';

afterEach(() => {
  vi.useRealTimers();
});

const options = { name: 'things', path: '/things/scroll', probe: { method: 'GET', path: '/probe' } } as const;
const things = scroll({ ...options, timings: { keepAliveMs: 10_000, pollMs: 1, patienceMs: 10_000 } });
const impatient = scroll({ ...options, timings: { keepAliveMs: 10_000, pollMs: 1, patienceMs: 20 } });

type Company = { readonly id: string; updated_at: number };

const companies = (count: number): Company[] =>
  Array.from({ length: count }, (_, index) => ({ id: String(index), updated_at: 1 }));

/** The workspace's one scroll, ten records a page: it moves on with each call, whether an answer arrives or not. */
class ScrollServer implements Api {
  readonly requests: ApiRequest[] = [];
  readonly companies: Company[];
  /** Called with the number of the call and the position, before the answer and after the scroll has moved on. */
  readonly onPage: (call: number, server: ScrollServer) => void;
  repeatsLast = false;
  /** How many attempts to open it are refused since another one is open. */
  taken = 0;
  #position: number | undefined;

  constructor(records: Company[], onPage: (call: number, server: ScrollServer) => void = () => {}) {
    this.companies = records;
    this.onPage = onPage;
  }

  /** The scroll expires, or the server drops it. */
  kill(): void {
    this.#position = undefined;
  }

  async send(request: ApiRequest): Promise<Body> {
    this.requests.push(request);
    const token = request.query?.scroll_param;
    if (token === undefined) this.#open();
    if (this.#position === undefined) throw refusal(404, 'not_found');
    const start = this.#position;
    this.#position = start + 10;
    this.onPage(this.requests.length, this);
    const data = this.companies.slice(start, start + 10).map((company) => ({ ...company }));
    if (data.length === 0 && this.repeatsLast) return { data: this.companies.slice(-10), scroll_param: 'token' };
    if (data.length === 0) this.#position = undefined;
    return { type: 'list', data, pages: null, total_count: null, scroll_param: 'token' };
  }

  #open(): void {
    if (this.taken > 0 || this.#position !== undefined) {
      this.taken -= 1;
      // As if the wait had let it expire.
      if (this.taken <= 0) this.#position = undefined;
      throw refusal(400, 'scroll_exists');
    }
    this.#position = 0;
  }
}

async function read(server: Api, walk = things) {
  const context = contextOf(server);
  const reading = await readAll(walk, progressOf([]), context);
  return { ...reading, ids: idsOf(reading.records), warnings: context.warnings };
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => String(index));

test('trap 14, pain 5: brings every record once and ends on an empty page, the token being the same all the time', async () => {
  const server = new ScrollServer(companies(95));
  const { ids, warnings } = await read(server);
  expect(ids).toEqual(numbers(95));
  expect(server.requests).toHaveLength(11);
  expect(server.requests.slice(1).every(({ once }) => once === true)).toBe(true);
  expect(warnings).toEqual([]);
});

test('a workspace without companies is an empty page at once', async () => {
  const server = new ScrollServer([]);
  expect(await read(server)).toMatchObject({ ids: [], error: undefined });
  expect(server.requests).toHaveLength(1);
});

test.each<[string, (server: ScrollServer) => void]>([
  [
    'fails with 500',
    (server) => {
      server.kill();
      throw refusal(500);
    },
  ],
  [
    'times out after the server has moved on',
    () => {
      throw timeOut();
    },
  ],
  [
    'has expired in mid-scroll (404)',
    (server) => {
      server.kill();
      throw refusal(404, 'not_found');
    },
  ],
])('a scroll that %s starts over: complete, nothing twice, no page asked for twice', async (_, fail) => {
  const server = new ScrollServer(companies(95), (call, self) => {
    if (call === 4) fail(self);
  });
  const { ids, warnings, error } = await read(server);
  expect(error).toBeUndefined();
  expect(ids).toEqual(numbers(95));
  expect(server.requests[4]?.query).toBeUndefined();
  expect(warnings[0]).toContain('broke off after 30 records and starts over');
});

test('a record that was changed between two passes comes again', async () => {
  const server = new ScrollServer(companies(95), (call, self) => {
    if (call !== 4) return;
    const [changed] = self.companies;
    if (changed) changed.updated_at = 2;
    throw timeOut();
  });
  const { records } = await read(server);
  expect(records.filter(({ id }) => id === '0')).toEqual([
    { id: '0', updated_at: 1 },
    { id: '0', updated_at: 2 },
  ]);
  expect(records).toHaveLength(96);
});

test('a scroll that breaks off each time is a failure after four passes', async () => {
  const server = new ScrollServer(companies(95), (call) => {
    if (call % 3 === 0) throw timeOut();
  });
  const { error, warnings } = await read(server);
  expect(error).toMatchObject({ failureType: 'transient_error' });
  expect(warnings.filter((warning) => warning.includes('starts over'))).toHaveLength(3);
  expect(server.requests.length).toBeLessThan(40);
});

test('a scroll that repeats its last page for ever is a clear failure, with each record written once', async () => {
  const server = new ScrollServer(companies(95));
  server.repeatsLast = true;
  const { error, ids } = await read(server);
  expect(error).toMatchObject({ message: expect.stringContaining('again and again') });
  expect(ids).toEqual(numbers(95));
  expect(server.requests.length).toBeLessThan(60);
});

test('a page without the token for the next one is a failure, not the end', async () => {
  const { error } = await read({ send: async () => ({ data: [{ id: 1 }] }) });
  expect(error).toMatchObject({ message: expect.stringContaining('without the token') });
});

test("waits for another application's scroll and says so once", async () => {
  const server = new ScrollServer(companies(25));
  server.taken = 5;
  const { ids, warnings, error } = await read(server);
  expect(error).toBeUndefined();
  expect(ids).toEqual(numbers(25));
  expect(warnings).toEqual([expect.stringContaining('Another scroll of companies is open')]);
});

test('an application that keeps the scroll open makes it fail clearly', async () => {
  const server = new ScrollServer(companies(25));
  server.taken = Number.POSITIVE_INFINITY;
  const { ids, error } = await read(server, impatient);
  expect(ids).toEqual([]);
  expect(error).toMatchObject({
    failureType: 'transient_error',
    message: expect.stringContaining('keeps its only scroll'),
  });
});

test.each([401, 403])('a refusal (%i) is no broken scroll', async (status) => {
  const server = new ScrollServer(companies(25), (call) => {
    if (call === 2) throw refusal(status);
  });
  expect(await read(server)).toMatchObject({ error: { status } });
  expect(server.requests).toHaveLength(2);
});

test('a destination that stalls for five minutes does not let the scroll expire', async () => {
  vi.useFakeTimers();
  let lastCallMs = Date.now();
  const server = new ScrollServer(companies(200));
  const send = server.send.bind(server);
  server.send = (request) => {
    if (Date.now() - lastCallMs > 60_000) server.kill();
    lastCallMs = Date.now();
    return send(request);
  };
  const walk = scroll(options);
  const context = contextOf(server);
  const ids: string[] = [];
  for await (const page of walk.read(progressOf([]), context)) {
    ids.push(...idsOf(page.records));
    if (ids.length === 30) await vi.advanceTimersByTimeAsync(5 * 60_000);
  }
  expect(ids).toEqual(numbers(200));
  expect(context.warnings).toEqual([]);
});

test('an interrupt ends the wait for the scroll', async () => {
  const server = new ScrollServer(companies(25));
  server.taken = Number.POSITIVE_INFINITY;
  const controller = new AbortController();
  const patient = scroll({ ...options, timings: { keepAliveMs: 10_000, pollMs: 60_000, patienceMs: 600_000 } });
  const reading = readAll(patient, progressOf([]), contextOf(server, { signal: controller.signal }));
  await new Promise((resolve) => setImmediate(resolve));
  controller.abort(new Error('stop'));
  expect((await reading).error).toMatchObject({ message: 'stop' });
});
