import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../../src/intercom/pace/exchange.ts';
import { InFlight } from '../../../src/intercom/pace/in-flight.ts';

interface Server {
  /** How long an exchange takes when this many are in flight. */
  readonly latencyMs: (inFlight: number, atMs: number) => number;
  readonly fails?: (atMs: number) => boolean;
}

function exchange(sentAtMs: number, endedAtMs: number, ending: Exchange['ending'] = 'success'): Exchange {
  return { kind: 'GET /x', sentAtMs, endedAtMs, status: undefined, headers: {}, bytes: 0, ending };
}

/** Keeps the slots full for `forMs` of simulated time; returns the limit at the end, and the calls done. */
function run(inFlight: InFlight, server: Server, forMs: number, startMs = 0) {
  const exchanges: { sentAtMs: number; endsAtMs: number }[] = [];
  let nowMs = startMs;
  let calls = 0;
  while (nowMs < startMs + forMs) {
    while (inFlight.hasRoom) {
      inFlight.enter();
      exchanges.push({ sentAtMs: nowMs, endsAtMs: nowMs + server.latencyMs(inFlight.count, nowMs) });
    }
    exchanges.sort((a, b) => b.endsAtMs - a.endsAtMs);
    const ended = exchanges.pop();
    if (!ended) break;
    nowMs = ended.endsAtMs;
    calls += 1;
    inFlight.learn(exchange(ended.sentAtMs, nowMs, server.fails?.(nowMs) ? 'failure' : 'success'), true);
    inFlight.leave();
  }
  const { limit } = inFlight;
  for (const { sentAtMs, endsAtMs } of exchanges) {
    inFlight.learn(exchange(sentAtMs, endsAtMs), false);
    inFlight.leave();
  }
  return { calls, limit };
}

describe('requests in flight', () => {
  it.each([200, 500])('are enough for 10,000 calls a minute at %i ms', (latencyMs) => {
    const { calls } = run(new InFlight(), { latencyMs: () => latencyMs }, 60_000);
    expect(calls).toBeGreaterThan(10_000);
  });

  it('never exceed the bound that the user sets', () => {
    expect(run(new InFlight(7), { latencyMs: () => 200 }, 60_000).limit).toBe(7);
    expect(run(new InFlight(1), { latencyMs: () => 200, fails: () => true }, 60_000).limit).toBe(1);
  });

  it('stop growing before a server with room for 20 takes several times as long', () => {
    const latencyMs = (count: number) => 200 * Math.max(1, count / 20);
    const { limit } = run(new InFlight(), { latencyMs }, 60_000);
    expect(limit).toBeLessThan(100);
    expect(limit).toBeGreaterThanOrEqual(20);
  });

  it('shrink when the server slows down', () => {
    const inFlight = new InFlight();
    const before = run(inFlight, { latencyMs: () => 200 }, 10_000).limit;
    const after = run(inFlight, { latencyMs: () => 2_000 }, 8_000, 20_000).limit;
    expect(after).toBeLessThanOrEqual(before / 4);
  });

  it('shrink to four while the server fails, and grow again', () => {
    const inFlight = new InFlight();
    const latencyMs = () => 200;
    expect(run(inFlight, { latencyMs, fails: () => true }, 5_000).limit).toBe(4);
    expect(run(inFlight, { latencyMs }, 10_000, 20_000).limit).toBeGreaterThan(34);
  });

  it('do not shrink for a single failure among many', () => {
    const inFlight = new InFlight();
    const before = run(inFlight, { latencyMs: () => 200 }, 5_000).limit;
    let calls = 0;
    const fails = () => {
      calls += 1;
      return calls % 100 === 0;
    };
    expect(run(inFlight, { latencyMs: () => 200, fails }, 5_000, 20_000).limit).toBeGreaterThanOrEqual(before);
  });

  it('do not grow while requests wait for something else', () => {
    const inFlight = new InFlight();
    for (let nowMs = 0; nowMs < 50_000; nowMs += 200) {
      inFlight.enter();
      inFlight.learn(exchange(nowMs - 200, nowMs), false);
      inFlight.leave();
    }
    expect(inFlight.limit).toBe(10);
  });
});

/** Ends one exchange of this latency after the other, all sent at `sentAtMs`, while requests wait for a slot. */
function learn(
  inFlight: InFlight,
  count: number,
  { latencyMs = 200, sentAtMs = 0, kind = 'GET /x', ending = 'success' as Exchange['ending'] } = {},
) {
  for (let answer = 0; answer < count; answer += 1) {
    inFlight.learn({ ...exchange(sentAtMs, sentAtMs + latencyMs, ending), kind }, true);
  }
}

describe('the limit of requests in flight', () => {
  it('grows by one with each success, which doubles it with each round of answers', () => {
    const inFlight = new InFlight();
    learn(inFlight, 10);
    expect(inFlight.limit).toBe(20);
    learn(inFlight, 20);
    expect(inFlight.limit).toBe(40);
  });

  it('grows up to 200', () => {
    const inFlight = new InFlight();
    learn(inFlight, 300);
    expect(inFlight.limit).toBe(200);
  });

  it('is halved by the second failure in a row, not by the first', () => {
    const inFlight = new InFlight();
    learn(inFlight, 1, { ending: 'failure' });
    expect(inFlight.limit).toBe(10);
    learn(inFlight, 1, { ending: 'failure' });
    expect(inFlight.limit).toBe(5);
  });

  it('neither grows nor shrinks with a refusal, however slow', () => {
    const inFlight = new InFlight();
    learn(inFlight, 1);
    learn(inFlight, 50, { ending: 'refusal', latencyMs: 60_000 });
    expect(inFlight.limit).toBe(11);
  });

  it('is not halved again for requests that were sent before the last cut', () => {
    const inFlight = new InFlight();
    learn(inFlight, 30);
    learn(inFlight, 20, { ending: 'failure', sentAtMs: 1_000 });
    expect(inFlight.limit).toBe(20);
    learn(inFlight, 20, { ending: 'failure', sentAtMs: 1_200 });
    expect(inFlight.limit).toBe(10);
  });

  it('grows by two with each round of answers after a cut', () => {
    const inFlight = new InFlight();
    learn(inFlight, 2, { ending: 'failure' });
    learn(inFlight, 5, { sentAtMs: 1_000 });
    expect(inFlight.limit).toBe(6);
    learn(inFlight, 7, { sentAtMs: 2_000 });
    expect(inFlight.limit).toBe(8);
  });

  it('forgets the failures before a cut, so that a single one after it does not cut again', () => {
    const inFlight = new InFlight();
    learn(inFlight, 2, { ending: 'failure' });
    learn(inFlight, 1, { ending: 'failure', sentAtMs: 1_000 });
    expect(inFlight.limit).toBe(5);
  });

  it('stops growing from twice the usual latency on, and shrinks from four times on', () => {
    const limitAfter = (latencyMs: number) => {
      const inFlight = new InFlight(100);
      learn(inFlight, 1);
      learn(inFlight, 200, { latencyMs });
      return inFlight.limit;
    };
    expect(limitAfter(360)).toBe(100);
    expect(limitAfter(600)).toBeLessThan(30);
    expect(limitAfter(600)).toBeGreaterThanOrEqual(11);
    expect(limitAfter(2_000)).toBeLessThan(11);
  });

  it('takes differences below a tenth of a second for noise', () => {
    const inFlight = new InFlight();
    learn(inFlight, 1, { latencyMs: 1 });
    learn(inFlight, 50, { latencyMs: 99 });
    expect(inFlight.limit).toBe(61);
  });

  it('compares latencies within one kind of request only', () => {
    const inFlight = new InFlight();
    learn(inFlight, 1, { latencyMs: 100 });
    learn(inFlight, 50, { latencyMs: 5_000, kind: 'POST /slow' });
    expect(inFlight.limit).toBe(61);
  });

  it('takes a server that has become slower for good as normal after two minutes', () => {
    const inFlight = new InFlight();
    learn(inFlight, 1, { latencyMs: 200 });
    for (let sentAtMs = 1_000; sentAtMs < 20_000; sentAtMs += 500) learn(inFlight, 1, { latencyMs: 700, sentAtMs });
    const early = inFlight.limit;
    for (let sentAtMs = 20_000; sentAtMs < 40_000; sentAtMs += 500) learn(inFlight, 1, { latencyMs: 700, sentAtMs });
    expect(inFlight.limit - early).toBeLessThan(4);
    for (let sentAtMs = 40_000; sentAtMs < 240_000; sentAtMs += 500) learn(inFlight, 1, { latencyMs: 700, sentAtMs });
    expect(inFlight.limit).toBeGreaterThan(100);
  });

  it('compares with the server at its best, although the first answer was slow', () => {
    const inFlight = new InFlight();
    learn(inFlight, 1, { latencyMs: 2_000 });
    learn(inFlight, 60, { latencyMs: 200 });
    const before = inFlight.limit;
    learn(inFlight, 60, { latencyMs: 2_000 });
    expect(inFlight.limit).toBeLessThan(before);
  });

  it('is not halved again once a server that was slow has recovered', () => {
    const inFlight = new InFlight();
    learn(inFlight, 90);
    learn(inFlight, 5, { latencyMs: 4_000, sentAtMs: 1_000 });
    expect(inFlight.limit).toBe(50);
    learn(inFlight, 20, { sentAtMs: 10_000 });
    expect(inFlight.limit).toBeGreaterThanOrEqual(50);
  });

  it('counts the slots taken and given back', () => {
    const inFlight = new InFlight(2);
    inFlight.enter();
    expect([inFlight.count, inFlight.hasRoom]).toEqual([1, true]);
    inFlight.enter();
    expect([inFlight.count, inFlight.hasRoom]).toEqual([2, false]);
    inFlight.leave();
    expect([inFlight.count, inFlight.hasRoom]).toEqual([1, true]);
  });

  it('lets one request out even where the user allows none', () => {
    expect(new InFlight(0).limit).toBe(1);
  });
});
