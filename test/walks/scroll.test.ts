import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Api, ApiRequest, Body } from '../../src/intercom/api.ts';
import { Lease } from '../../src/intercom/pace/memory-budget.ts';
import { scroll } from '../../src/walks/scroll.ts';
import type { WalkContext } from '../../src/walks/walk.ts';
import { contextOf, idsOf, progressOf, readAll } from './support/reading.ts';
import { refusal, timeOut } from './support/search-server.ts';

afterEach(() => {
  vi.useRealTimers();
});

/** Waits take no time, but the clock goes on as if they did. */
let now = 0;
beforeEach(() => {
  now = 0;
});
const options = {
  name: 'things',
  path: '/things/scroll',
  probe: { method: 'GET', path: '/probe' },
  clock: () => now,
  sleep: async (ms: number) => {
    now += ms;
  },
} as const;
const things = scroll(options);

type Company = { readonly id: string; updated_at: number };

const companies = (count: number): Company[] =>
  Array.from({ length: count }, (_, index) => ({ id: String(index), updated_at: 1 }));

/** The workspace's one scroll, ten records a page. It moves on with each call, whether an answer arrives or not. */
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

class CountedLease extends Lease {
  held = 0;

  override add(bytes: number): void {
    this.held += bytes;
  }

  override release(): void {
    this.held = 0;
  }
}

/** Each answer takes a byte. */
function counting(server: Api): Api {
  return {
    send: async (request, caller) => {
      const body = await server.send(request, caller);
      if (caller instanceof Lease) caller.add(1);
      return body;
    },
  };
}

async function read(server: Api) {
  const context = contextOf(server);
  const reading = await readAll(things, progressOf([]), context);
  return { ...reading, ids: idsOf(reading.records), warnings: context.warnings };
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => String(index));

it('brings every record once and ends on an empty page, the token being the same all the time', async () => {
  const server = new ScrollServer(companies(95));
  const { ids, warnings } = await read(server);
  expect(ids).toEqual(numbers(95));
  expect(server.requests).toHaveLength(11);
  expect(server.requests.slice(1).every(({ once }) => once === true)).toBe(true);
  expect(warnings).toEqual([]);
});

it('a workspace without companies is an empty page at once', async () => {
  const server = new ScrollServer([]);
  expect(await read(server)).toMatchObject({ ids: [], error: undefined });
  expect(server.requests).toHaveLength(1);
});

it.each<[string, (server: ScrollServer) => void]>([
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

it('a record that was changed between two passes comes again', async () => {
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

it('a scroll that breaks off each time is a failure after four passes', async () => {
  const server = new ScrollServer(companies(95), (call) => {
    if (call % 3 === 0) throw timeOut();
  });
  const { error, warnings } = await read(server);
  expect(error).toMatchObject({ failureType: 'transient_error' });
  expect(warnings.filter((warning) => warning.includes('starts over'))).toHaveLength(3);
  expect(server.requests.length).toBeLessThan(40);
});

it('a scroll that expires in each pass is a failure that tells so', async () => {
  const server = new ScrollServer(companies(95), (call, self) => {
    if (call % 3 === 0) {
      self.kill();
      throw refusal(404, 'not_found');
    }
  });
  const { error } = await read(server);
  expect(error).toMatchObject({
    failureType: 'transient_error',
    message: expect.stringContaining('expired before its end'),
  });
});

it('a scroll that is not found when it is opened fails at once', async () => {
  const { error, warnings } = await read({
    send: async () => {
      throw refusal(404);
    },
  });
  expect(error).toMatchObject({ status: 404 });
  expect(warnings).toEqual([]);
});

it('a scroll that repeats its last page for ever is a clear failure, with each record written once', async () => {
  const server = new ScrollServer(companies(95));
  server.repeatsLast = true;
  const { error, ids } = await read(server);
  expect(error).toMatchObject({ message: expect.stringContaining('again and again') });
  expect(ids).toEqual(numbers(95));
  expect(server.requests.length).toBeLessThan(60);
});

it('a page without the token for the next one is a failure, not the end', async () => {
  const { error } = await read({ send: async () => ({ data: [{ id: 1 }] }) });
  expect(error).toMatchObject({ message: expect.stringContaining('without the token') });
});

it("waits for another application's scroll and says so once", async () => {
  const server = new ScrollServer(companies(25));
  server.taken = 5;
  const { ids, warnings, error } = await read(server);
  expect(error).toBeUndefined();
  expect(ids).toEqual(numbers(25));
  expect(warnings).toEqual([expect.stringContaining('Another scroll of things is open')]);
  // Once every 5 s.
  expect(now).toBe(5 * 5_000);
});

it('an application that keeps the scroll open makes it fail clearly', async () => {
  const server = new ScrollServer(companies(25));
  server.taken = Number.POSITIVE_INFINITY;
  const { ids, error } = await read(server);
  expect(ids).toEqual([]);
  expect(error).toMatchObject({
    failureType: 'transient_error',
    message: expect.stringContaining("keeps the workspace's only scroll"),
  });
  expect(now).toBe(5 * 60_000);
});

it.each([401, 403])('a refusal (%i) is no broken scroll', async (status) => {
  const server = new ScrollServer(companies(25), (call) => {
    if (call === 2) throw refusal(status);
  });
  expect(await read(server)).toMatchObject({ error: { status } });
  expect(server.requests).toHaveLength(2);
});

it.each<[string, (page: number) => number]>([
  ['stalls once for five minutes', (page) => (page === 3 ? 5 * 60_000 : 0)],
  ['stalls once, then takes 44 s for each page', (page) => (page === 3 ? 5 * 60_000 : 44_000)],
  ['takes a minute and a half for each page', () => 90_000],
])('a destination that %s does not let the scroll expire', async (_, pauseMs) => {
  vi.useFakeTimers();
  let lastCallMs = Date.now();
  const server = new ScrollServer(companies(200));
  const send = server.send.bind(server);
  server.send = (request) => {
    if (Date.now() - lastCallMs > 60_000) server.kill();
    lastCallMs = Date.now();
    return send(request);
  };
  const context = contextOf(server);
  const ids: string[] = [];
  let page = 0;
  for await (const { records } of things.read(progressOf([]), context)) {
    ids.push(...idsOf(records));
    page += 1;
    await vi.advanceTimersByTimeAsync(pauseMs(page));
  }
  expect(ids).toEqual(numbers(200));
  expect(context.warnings).toEqual([]);
});

it('its pages never wait for memory', async () => {
  const leases: Lease[] = [];
  const lease: WalkContext['lease'] = (asked) => {
    const made = new Lease('things', asked);
    leases.push(made);
    return made;
  };
  await readAll(things, progressOf([]), contextOf(new ScrollServer(companies(95)), { lease }));
  expect(leases).toHaveLength(11);
  expect(leases.every(({ isUrgent }) => isUrgent)).toBe(true);
});

it('the memory of a page that is not handed on, the empty or a repeated one, is released', async () => {
  const leases: CountedLease[] = [];
  const lease: WalkContext['lease'] = (asked) => {
    const made = new CountedLease('things', asked);
    leases.push(made);
    return made;
  };
  const server = new ScrollServer(companies(95));
  for (const repeatsLast of [false, true]) {
    server.repeatsLast = repeatsLast;
    const { pages } = await readAll(things, progressOf([]), contextOf(counting(server), { lease }));
    for (const page of pages) page.lease?.release();
    expect(leases.filter(({ held }) => held > 0)).toEqual([]);
  }
});

it('an interrupt ends the wait for the scroll', async () => {
  const server = new ScrollServer(companies(25));
  server.taken = Number.POSITIVE_INFINITY;
  const controller = new AbortController();
  const { clock: _, sleep: __, ...real } = options;
  const reading = readAll(scroll(real), progressOf([]), contextOf(server, { signal: controller.signal }));
  await new Promise((resolve) => setImmediate(resolve));
  controller.abort(new Error('stop'));
  expect((await reading).error).toMatchObject({ message: 'stop' });
});
