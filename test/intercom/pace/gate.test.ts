import type { ServerResponse } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { IntercomClient } from '../../../src/intercom/http/client.ts';
import type { Hold } from '../../../src/intercom/pace/rate-limiter.ts';
import { hang, json, type Reply, rateHeaders, refuse, reset, serve } from '../support/api-server.ts';
import { makeClient } from '../support/client.ts';

const noon = Date.parse('2026-11-01T12:00:00Z');

/** A sleep that ends only by abort, and says when somebody sleeps. */
function endlessSleep() {
  let fallAsleep: () => void;
  const asleep = new Promise<void>((resolve) => {
    fallAsleep = resolve;
  });
  const sleep = (_ms: number, signal: AbortSignal) =>
    new Promise<void>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason));
      fallAsleep();
    });
  return { asleep, sleep };
}

function get(client: IntercomClient, path: string, walk = 'walk') {
  return client.send({ method: 'GET', path }, walk);
}

describe('turns', () => {
  it('go round robin over walks, whoever asked first', async () => {
    const server = await serve(json({}));
    const { client } = makeClient(server.url, { maxInFlight: 1 });
    const sent = [1, 2, 3].map((n) => get(client, `/busy/${n}`, 'busy'));
    sent.push(get(client, '/quiet', 'quiet'));
    await Promise.all(sent);
    expect(server.requests.map(({ url }) => url)).toEqual(['/busy/1', '/busy/2', '/quiet', '/busy/3']);
  });

  it('let the first call of an urgent page pass the other calls of its walk', async () => {
    const server = await serve(json({}));
    const { client } = makeClient(server.url, { maxInFlight: 1 });
    const page = client.lease('companies', { isUrgent: true });
    const next = client.lease('companies', { isUrgent: true });
    const first = client.send({ method: 'GET', path: '/companies/scroll' }, page);
    const completions = [1, 2, 3].map((n) => client.send({ method: 'GET', path: `/companies/${n}/segments` }, page));
    const urgent = client.send({ method: 'GET', path: '/companies/scroll' }, next);
    await Promise.all([first, ...completions, urgent]);
    const urls = server.requests.map(({ url }) => url);
    expect(urls.indexOf('/companies/scroll', 1)).toBeLessThan(urls.indexOf('/companies/2/segments'));
  });

  it('leave no slot occupied by a request that waits to be repeated', async () => {
    const server = await serve(refuse(500, 'server_error'), json({}));
    const { sleep, asleep } = endlessSleep();
    const abort = new AbortController();
    const { client } = makeClient(server.url, { maxInFlight: 1, sleep, signal: abort.signal });
    const failing = get(client, '/failing');
    await asleep;
    await expect(get(client, '/other', 'other')).resolves.toEqual({});
    abort.abort(new Error('enough'));
    await expect(failing).rejects.toThrow('enough');
  });
});

describe('a walk with very many calls', () => {
  /** Answers from a window of 20 calls that began at noon; each request takes one. */
  function windowOf20(): Reply {
    const ends = { 'x-ratelimit-reset': String(noon / 1_000 + 10), date: new Date(noon).toUTCString() };
    let used = 0;
    return (response, request) => {
      used += 1;
      json({}, 200, { ...rateHeaders(20, 20 - used, 0), ...ends })(response, request);
    };
  }

  function call(client: IntercomClient, walk: string, path: string) {
    return client.send({ method: 'GET', path }, client.lease(walk));
  }

  it('waits beyond its equal share of a window, and no other walk waits with it', async () => {
    const waits: number[] = [];
    const holds: Hold[] = [];
    const server = await serve(windowOf20());
    const abort = new AbortController();
    const { client } = makeClient(server.url, {
      rateLimitShare: 100,
      clock: () => noon,
      sleep: (ms, signal) => {
        waits.push(ms);
        return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      },
      onHold: (hold) => holds.push(hold),
      signal: abort.signal,
    });
    await get(client, '/me', 'workspace');
    client.lease('quiet');
    const busy = Array.from({ length: 15 }, (_, n) => call(client, 'busy', `/busy/${n}`));
    await Promise.all(busy.slice(0, 10));
    await call(client, 'quiet', '/quiet');
    expect(server.requests.map(({ url }) => url).filter((url) => url.startsWith('/busy'))).toHaveLength(10);
    expect(server.requests.at(-1)?.url).toBe('/quiet');
    // Nine of twenty calls were left when it began to wait: they are let out over the first eight seconds.
    expect(waits[0]).toBe(4_400);
    expect(holds).toEqual([]);
    abort.abort(new Error('enough'));
    await expect(Promise.all(busy)).rejects.toThrow('enough');
  });

  it('goes on by itself, and spends the whole window before its end', async () => {
    const server = await serve(windowOf20());
    let nowMs = noon;
    const { client } = makeClient(server.url, {
      rateLimitShare: 100,
      clock: () => nowMs,
      sleep: async (ms) => {
        nowMs += ms;
      },
    });
    await get(client, '/me', 'workspace');
    client.lease('quiet');
    await Promise.all(Array.from({ length: 19 }, (_, n) => call(client, 'busy', `/busy/${n}`)));
    expect(nowMs - noon).toBeGreaterThanOrEqual(7_000);
    expect(nowMs - noon).toBeLessThanOrEqual(8_000);
  });

  it('does not wait once the others have ended', async () => {
    const server = await serve(windowOf20());
    const { client, slept } = makeClient(server.url, { rateLimitShare: 100, clock: () => noon });
    await get(client, '/me', 'workspace');
    client.lease('quiet');
    client.releaseAll('quiet');
    await Promise.all(Array.from({ length: 15 }, (_, n) => call(client, 'busy', `/busy/${n}`)));
    expect(slept).toEqual([]);
  });
});

describe('a 429', () => {
  it('holds every walk until the reset, says until when, and goes on', async () => {
    const holds: Hold[] = [];
    let releases = 0;
    const server = await serve(refuse(429, 'rate_limit_exceeded', rateHeaders(10, 0, 50_000)), json({}));
    const { client, slept } = makeClient(server.url, {
      maxInFlight: 1,
      onHold: (hold) => holds.push(hold),
      onRelease: () => {
        releases += 1;
      },
    });
    await Promise.all([get(client, '/a', 'a'), get(client, '/b', 'b')]);
    expect(holds).toHaveLength(1);
    expect(holds[0]?.reason).toBe('429');
    expect(holds[0]?.untilMs).toBeGreaterThan(Date.now() + 3_000);
    expect(releases).toBe(1);
    expect(slept).toHaveLength(1);
    expect(server.requests).toHaveLength(3);
  });

  it('for five minutes costs a request per reset, then the read goes on', async () => {
    const limited = Array.from({ length: 30 }, () => refuse(429, 'rate_limit_exceeded', { 'retry-after': '10' }));
    const server = await serve(json({}), ...limited, json({}));
    const { client, slept } = makeClient(server.url);
    await get(client, '/first');
    await Promise.all([1, 2, 3].map((n) => get(client, `/x/${n}`)));
    expect(server.requests).toHaveLength(1 + 30 + 3);
    // Only the three that were in flight at the first 429 may share a reset.
    expect(slept.length).toBeGreaterThanOrEqual(28);
  });

  it('is waited for during two hours, then reported as a failure that may pass', async () => {
    const server = await serve(refuse(429, 'rate_limit_exceeded', { 'retry-after': '60' }));
    const { client, slept } = makeClient(server.url);
    await expect(get(client, '/a')).rejects.toMatchObject({ status: 429, failureType: 'transient_error' });
    expect(slept.length).toBeGreaterThan(100);
    expect(slept.length).toBeLessThan(125);
  });

  it('ends a check within a minute', async () => {
    const server = await serve(refuse(429, 'rate_limit_exceeded', { 'retry-after': '10' }));
    const { client, slept } = makeClient(server.url, { patience: 'check' });
    await expect(get(client, '/me')).rejects.toMatchObject({ status: 429 });
    expect(slept.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(60_000);
  });
});

it('a spent window holds requests until its reset, and the share used is told', async () => {
  const holds: Hold[] = [];
  const server = await serve(json({}, 200, rateHeaders(2, 0, 50_000)), json({}));
  const { client, slept } = makeClient(server.url, { onHold: (hold) => holds.push(hold) });
  expect(client.share).toBeUndefined();
  await get(client, '/a');
  await get(client, '/b');
  expect(holds.map(({ reason }) => reason)).toEqual(['window']);
  expect(slept).toHaveLength(1);
  expect(client.share).toBeCloseTo(2 / 12);
});

describe('the very first call', () => {
  it.each([
    ['without rate limit headers', {}],
    ['that says when to come back', { 'retry-after': '10' }],
  ])('tells of its wait after a 429 %s', async (_name, headers) => {
    const holds: Hold[] = [];
    const lines: string[] = [];
    const server = await serve(refuse(429, 'rate_limit_exceeded', headers), json({}));
    const { client } = makeClient(server.url, {
      clock: () => noon,
      sleep: endlessSleep().sleep,
      onHold: (hold) => holds.push(hold),
      log: (level, message) => level === 'info' && lines.push(message),
    });
    get(client, '/me', 'workspace').catch(() => undefined);
    await expect.poll(() => holds).toEqual([{ untilMs: noon + 10_125, reason: '429' }]);
    expect(lines).toEqual(["Intercom's rate limit is used up: all requests wait until 12:00:10 UTC."]);
  });

  it('tells of each new wait while it gets nothing but 429s, and logs one line a minute', async () => {
    const holds: Hold[] = [];
    const lines: string[] = [];
    const limited = Array.from({ length: 30 }, () => refuse(429, 'rate_limit_exceeded', { 'retry-after': '10' }));
    const server = await serve(...(limited as [Reply]), json({}));
    const { client } = makeClient(server.url, {
      onHold: (hold) => holds.push(hold),
      log: (level, message) => level === 'info' && lines.push(message),
    });
    await get(client, '/me', 'workspace');
    expect(holds).toHaveLength(30);
    expect(lines).toHaveLength(5);
  });
});

it('a wait whose end moves is told again', async () => {
  const holds: Hold[] = [];
  const open: ServerResponse[] = [];
  const server = await serve((response) => open.push(response));
  const { client } = makeClient(server.url, {
    clock: () => noon,
    sleep: endlessSleep().sleep,
    onHold: (hold) => holds.push(hold),
  });
  for (const path of ['/a', '/b', '/c']) get(client, path).catch(() => undefined);
  await expect.poll(() => open.length).toBe(3);
  for (const seconds of [10, 11, 40]) {
    open
      .shift()
      ?.writeHead(429, { 'retry-after': String(seconds) })
      .end();
    await expect.poll(() => holds.at(-1)?.untilMs).toBe(noon + (seconds === 40 ? 40_125 : 10_125));
  }
  expect(holds).toHaveLength(2);
});

it('the end of a wait is a whole millisecond, and not before the reset', async () => {
  const holds: Hold[] = [];
  const server = await serve(refuse(429, 'rate_limit_exceeded', { 'retry-after': '10' }), json({}));
  const { client } = makeClient(server.url, {
    clock: () => noon + 0.25,
    random: () => 0.0002,
    sleep: endlessSleep().sleep,
    onHold: (hold) => holds.push(hold),
  });
  get(client, '/me').catch(() => undefined);
  await expect.poll(() => holds.map(({ untilMs }) => untilMs)).toEqual([noon + 10_001]);
});

it('a wait for the next window is not logged', async () => {
  const lines: string[] = [];
  const server = await serve(json({}, 200, rateHeaders(2, 0, 50_000)), json({}));
  const { client } = makeClient(server.url, { log: (level, message) => level === 'info' && lines.push(message) });
  await get(client, '/a');
  await get(client, '/b');
  expect(lines).toEqual([]);
});

describe('an abort', () => {
  it.each([
    ['a backoff', reset],
    ['the wait for a reset', refuse(429, 'rate_limit_exceeded')],
  ])('ends %s', async (_name, reply) => {
    const server = await serve(reply);
    const abort = new AbortController();
    const { asleep, sleep } = endlessSleep();
    const { client } = makeClient(server.url, { sleep, signal: abort.signal });
    const sent = get(client, '/a');
    await asleep;
    abort.abort(new Error('stop'));
    await expect(sent).rejects.toThrow('stop');
  });

  it('ends an exchange and the wait for a slot, with its reason and without the token', async () => {
    const server = await serve(hang);
    const abort = new AbortController();
    const { client } = makeClient(server.url, { maxInFlight: 1, signal: abort.signal });
    const sent = [get(client, '/a'), get(client, '/b')];
    while (server.requests.length === 0) await setImmediate();
    const reason = new Error('stop');
    abort.abort(reason);
    for (const one of sent) await expect(one).rejects.toBe(reason);
    expect(server.requests).toHaveLength(1);
  });

  it('that came before lets nothing out', async () => {
    const server = await serve(json({}));
    const { client } = makeClient(server.url, { signal: AbortSignal.abort(new Error('stop')) });
    await expect(get(client, '/a')).rejects.toThrow('stop');
    expect(server.requests).toEqual([]);
  });
});

describe('an alarm', () => {
  it('ends once nobody waits for it any more', async () => {
    const server = await serve(refuse(429, 'rate_limit_exceeded', { 'retry-after': '60' }));
    const alarms: AbortSignal[] = [];
    const { asleep, sleep: endless } = endlessSleep();
    const sleep = (ms: number, signal: AbortSignal) => {
      alarms.push(signal);
      return endless(ms, signal);
    };
    const abort = new AbortController();
    const { client } = makeClient(server.url, { sleep, signal: abort.signal });
    const waiting = [get(client, '/a'), get(client, '/b')].map((call) => call.catch((error: unknown) => error));
    await asleep;
    expect(alarms.map(({ aborted }) => aborted)).toEqual([false]);
    abort.abort(new Error('enough'));
    await Promise.all(waiting);
    expect(alarms.at(-1)?.aborted).toBe(true);
  });
});

it('what is left of the window is in the debug log', async () => {
  const server = await serve((response) => {
    response.writeHead(200, { 'content-type': 'application/json', ...rateHeaders(100, 57, 50_000) }).end('{}');
  });
  const lines: string[] = [];
  const { client } = makeClient(server.url, { log: (level, message) => lines.push(`${level}: ${message}`) });
  await get(client, '/tags');
  expect(lines.at(-1)).toMatch(/^debug: GET \/tags for walk: 200 in \d+ ms, 57 of 100 calls left in the window$/);
});
