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
