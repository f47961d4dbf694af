import { describe, expect, test } from 'vitest';
import { type Completion, InFlight } from '../../../src/intercom/pace/in-flight.ts';

interface Server {
  /** How long an exchange takes when this many are in flight. */
  readonly latencyMs: (inFlight: number, atMs: number) => number;
  readonly fails?: (atMs: number) => boolean;
  readonly bytes?: number;
}

/** Keeps the slots full for `forMs` of simulated time; returns how many were in flight at the end, and the calls done. */
function run(inFlight: InFlight, server: Server, forMs: number, startMs = 0) {
  const exchanges: { sentAtMs: number; endsAtMs: number; reserved: number }[] = [];
  let nowMs = startMs;
  let calls = 0;
  while (nowMs < startMs + forMs) {
    while (inFlight.hasRoomFor('GET /x')) {
      const reserved = inFlight.enter('GET /x');
      exchanges.push({ sentAtMs: nowMs, endsAtMs: nowMs + server.latencyMs(inFlight.count, nowMs), reserved });
    }
    exchanges.sort((a, b) => b.endsAtMs - a.endsAtMs);
    const ended = exchanges.pop();
    if (!ended) break;
    nowMs = ended.endsAtMs;
    calls += 1;
    const { sentAtMs, reserved } = ended;
    const ending = server.fails?.(nowMs) ? 'failure' : 'success';
    const bytes = server.bytes ?? 10_000;
    inFlight.leave(reserved, { kind: 'GET /x', sentAtMs, nowMs, bytes, ending, isCrowded: true });
  }
  const { count, limit } = inFlight;
  for (const { sentAtMs, endsAtMs, reserved } of exchanges) {
    const completion: Completion = {
      kind: 'GET /x',
      sentAtMs,
      nowMs: endsAtMs,
      bytes: 0,
      ending: 'success',
      isCrowded: false,
    };
    inFlight.leave(reserved, completion);
  }
  return { count, calls, limit };
}

describe('requests in flight', () => {
  test.each([200, 500])('are enough for 10,000 calls a minute at %i ms', (latencyMs) => {
    const { calls } = run(new InFlight(), { latencyMs: () => latencyMs }, 60_000);
    expect(calls).toBeGreaterThan(10_000);
  });

  test('never exceed the bound that the user sets', () => {
    expect(run(new InFlight(7), { latencyMs: () => 200 }, 60_000).limit).toBe(7);
    expect(run(new InFlight(1), { latencyMs: () => 200, fails: () => true }, 60_000).limit).toBe(1);
  });

  test('stop growing before a server with room for 20 takes several times as long', () => {
    const latencyMs = (count: number) => 200 * Math.max(1, count / 20);
    const { limit } = run(new InFlight(), { latencyMs }, 60_000);
    expect(limit).toBeLessThan(100);
    expect(limit).toBeGreaterThanOrEqual(20);
  });

  test('shrink when the server slows down', () => {
    const inFlight = new InFlight();
    const before = run(inFlight, { latencyMs: () => 200 }, 10_000).limit;
    const after = run(inFlight, { latencyMs: () => 2_000 }, 8_000, 20_000).limit;
    expect(after).toBeLessThanOrEqual(before / 4);
  });

  test('shrink to four while the server errs, and grow again', () => {
    const inFlight = new InFlight();
    const latencyMs = () => 200;
    expect(run(inFlight, { latencyMs, fails: () => true }, 5_000).limit).toBe(4);
    expect(run(inFlight, { latencyMs }, 10_000, 20_000).limit).toBeGreaterThan(34);
  });

  test('do not shrink for a single failure among many', () => {
    const inFlight = new InFlight();
    const before = run(inFlight, { latencyMs: () => 200 }, 5_000).limit;
    let calls = 0;
    const fails = () => {
      calls += 1;
      return calls % 100 === 0;
    };
    expect(run(inFlight, { latencyMs: () => 200, fails }, 5_000, 20_000).limit).toBeGreaterThanOrEqual(before);
  });

  test('do not grow while requests wait for something else', () => {
    const inFlight = new InFlight();
    for (let nowMs = 0; nowMs < 50_000; nowMs += 200) {
      const completion: Completion = {
        kind: 'x',
        sentAtMs: nowMs - 200,
        nowMs,
        bytes: 1,
        ending: 'success',
        isCrowded: false,
      };
      inFlight.leave(inFlight.enter('x'), completion);
    }
    expect(inFlight.limit).toBe(10);
  });

  test('bring 64 MB at most, yet one request always fits', () => {
    const large = run(new InFlight(), { latencyMs: () => 200, bytes: 8 * 1024 * 1024 }, 20_000);
    expect(large.count).toBeLessThanOrEqual(8);
    const huge = new InFlight();
    expect(run(huge, { latencyMs: () => 200, bytes: 100 * 1024 * 1024 }, 20_000).count).toBe(0);
    expect(huge.hasRoomFor('GET /x')).toBe(true);
  });

  test('of small bodies are not held back by large ones of another kind', () => {
    const inFlight = new InFlight();
    run(inFlight, { latencyMs: () => 200, bytes: 8 * 1024 * 1024 }, 20_000);
    let small = 0;
    while (inFlight.hasRoomFor('GET /y')) {
      inFlight.enter('GET /y');
      small += 1;
    }
    expect(small).toBeGreaterThan(30);
  });
});
