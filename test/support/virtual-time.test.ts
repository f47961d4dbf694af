import { once } from 'node:events';
import { createServer, get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { deflateRawSync, inflateRaw } from 'node:zlib';
import { expect, it, onTestFinished } from 'vitest';
import { useVirtualTime } from './virtual-time.ts';

const realNow = Date.now;
useVirtualTime();

const HOUR_MS = 3_600_000;

it('passes over hours at once, and to the millisecond', async () => {
  const [realMs, startMs, elapsedMs] = [realNow(), Date.now(), performance.now()];
  await sleep(5 * HOUR_MS);
  expect(Date.now() - startMs).toBe(5 * HOUR_MS);
  expect(performance.now() - elapsedMs).toBeCloseTo(5 * HOUR_MS);
  expect(realNow() - realMs).toBeLessThan(HOUR_MS);
});

it('runs timers in the order in which they are due, and intervals until they are cleared', async () => {
  const ran: string[] = [];
  const every = setInterval(() => ran.push('interval'), 400);
  setTimeout(() => ran.push('second'), 1_000);
  setTimeout(() => ran.push('first'), 500);
  clearTimeout(setTimeout(() => ran.push('cleared'), 700));
  await sleep(1_100);
  clearInterval(every);
  await sleep(10_000);
  expect(ran).toEqual(['interval', 'first', 'interval', 'second']);
});

it('ends a sleep whose signal is aborted', async () => {
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 10);
  const startMs = Date.now();
  await expect(sleep(HOUR_MS, undefined, { signal: stop.signal })).rejects.toThrow('aborted');
  expect(Date.now() - startMs).toBe(10);
});

it('stands still while a request is on its way and while the process is busy', async () => {
  const server = createServer((_request, response) => {
    const untilMs = realNow() + 50;
    while (realNow() < untilMs);
    response.end('x'.repeat(1_000_000));
  }).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.close();
  });
  await once(server, 'listening');
  let hasLeapt = false;
  const timer = setTimeout(() => {
    hasLeapt = true;
  }, 1);
  for (let call = 0; call < 20; call += 1) {
    const [response] = await once(get({ port: Object(server.address()).port, agent: false }), 'response');
    await once(response.resume(), 'end');
    expect(hasLeapt).toBe(false);
  }
  clearTimeout(timer);
});

it('stands still while zlib is at work, and goes on after bytes that it can not unpack', async () => {
  const unpack = promisify(inflateRaw);
  const packed = deflateRawSync(Buffer.alloc(50_000_000));
  const startMs = Date.now();
  const timer = setTimeout(() => undefined, 1);
  // In one piece, whose unpacking takes far longer than a look.
  expect(await unpack(packed, { chunkSize: 60_000_000 })).toHaveLength(50_000_000);
  expect(Date.now() - startMs).toBe(0);
  clearTimeout(timer);
  await expect(unpack(Buffer.from('neither'))).rejects.toThrow();
  await sleep(HOUR_MS);
  expect(Date.now() - startMs).toBe(HOUR_MS);
});
