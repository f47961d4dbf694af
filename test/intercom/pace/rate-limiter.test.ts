import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RateLimiter } from '../../../src/intercom/pace/rate-limiter.ts';
import { mergeWindows, readWindow, spendable } from '../../../src/intercom/pace/rate-window.ts';
import { simulateLimit } from '../support/simulated-limit.ts';

const second = 1_800_000_000;
const nowMs = second * 1_000;
const now = { localMs: nowMs, serverMs: nowMs };

function headers(limit: unknown, remaining: unknown, reset: unknown) {
  return { 'x-ratelimit-limit': `${limit}`, 'x-ratelimit-remaining': `${remaining}`, 'x-ratelimit-reset': `${reset}` };
}

function limiter(usableShare = 1, apiRateLimit?: number) {
  return new RateLimiter({ usableShare, apiRateLimit, random: () => 0 });
}

function ok(limit: number, remaining: number, reset: number, sentAtMs = nowMs) {
  return { status: 200, headers: headers(limit, remaining, reset), sentAtMs };
}

describe('the headers', () => {
  it('tell limit, rest and the absolute second of the reset', () => {
    expect(readWindow(headers(1667, 1600, second + 7), nowMs)).toEqual({
      limit: 1667,
      offered: 1601,
      remaining: 1600,
      resetsAtMs: nowMs + 7_000,
    });
  });

  it.each([
    ['a missing limit', {}],
    ['a limit of zero', headers(0, 0, second + 5)],
    ['a rest above the limit', headers(10, 11, second + 5)],
    ['a negative rest', headers(10, -1, second + 5)],
    ['words', headers('many', 5, second + 5)],
    ['a reset that is a duration', headers(10, 5, 7)],
    ['a reset in ms', headers(10, 5, (second + 5) * 1_000)],
    ['a reset long past', headers(10, 5, second - 60)],
    ['a reset far out', headers(10, 5, second + 61)],
  ])('are ignored with %s', (_name, nonsense) => {
    expect(readWindow(nonsense, nowMs)).toBeUndefined();
  });
});

describe('a window', () => {
  const window = { limit: 100, offered: 80, remaining: 60, resetsAtMs: nowMs + 5_000 };

  it('takes the lowest rest and the best offer of answers that overtake each other', () => {
    const late = { ...window, offered: 90, remaining: 70 };
    expect(mergeWindows(window, late)).toEqual({ ...window, offered: 90, remaining: 60 });
  });

  it('replaces an older one and is not replaced by it', () => {
    const newer = { ...window, resetsAtMs: nowMs + 15_000, remaining: 99 };
    expect(mergeWindows(window, newer)).toBe(newer);
    expect(mergeWindows(newer, window)).toBe(newer);
  });

  it('lets its share be spent, less what is in flight', () => {
    expect(spendable(window, 1, 0, nowMs)).toBe(60);
    expect(spendable(window, 0.5, 0, nowMs)).toBe(20);
    expect(spendable(window, 0.5, 15, nowMs)).toBe(5);
  });

  it('stands for a full successor when it is over', () => {
    expect(spendable({ ...window, remaining: 0 }, 0.5, 10, nowMs + 5_000)).toBe(40);
  });

  it('leaves one call, however small the share', () => {
    expect(spendable({ ...window, limit: 1, offered: 1, remaining: 0 }, 0.1, 0, nowMs + 5_000)).toBe(1);
  });
});

describe('the limiter', () => {
  it('lets four requests out before the first answer', () => {
    expect(limiter().permission(now, 3)).toBe('go');
    expect(limiter().permission(now, 4)).toBe('answer');
  });

  it('stays open when answers have no headers', () => {
    const open = limiter();
    open.observe({ status: 200, headers: {}, sentAtMs: nowMs }, now);
    expect(open.permission(now, 150)).toBe('go');
  });

  it('holds requests until the reset, read against the clock of the server', () => {
    const spent = limiter();
    const skewed = { localMs: nowMs + 90_000, serverMs: nowMs };
    spent.observe(ok(100, 0, second + 6), skewed);
    expect(spent.permission(skewed, 0)).toEqual({ untilMs: nowMs + 96_000, reason: 'window' });
    expect(spent.permission({ localMs: nowMs + 96_000, serverMs: nowMs + 6_000 }, 0)).toBe('go');
  });

  it.each([
    ['until the reset', headers(100, 0, second + 6), 6_000],
    ['for 0.1 s at least', headers(100, 0, second), 100],
    ['for 60 s at most', headers(100, 0, second + 600), 60_000],
    ['as long as Retry-After says when there is no reset', { 'retry-after': '3' }, 3_000],
    ['for 10 s when nothing usable is said', headers(100, 0, 7), 10_000],
  ])('closes for everyone on a 429 %s', (_name, said, waitMs) => {
    const closed = limiter();
    closed.observe({ status: 429, headers: said, sentAtMs: nowMs }, now);
    expect(closed.permission(now, 0)).toEqual({ untilMs: nowMs + waitMs, reason: '429' });
  });

  it('tries a single request after a 429, until one sent since then is answered', () => {
    const closed = limiter();
    closed.observe({ status: 429, headers: { 'retry-after': '3' }, sentAtMs: nowMs }, now);
    const later = { localMs: nowMs + 3_000, serverMs: nowMs + 3_000 };
    expect(closed.permission(later, 0)).toBe('go');
    expect(closed.permission(later, 1)).toBe('answer');
    closed.observe({ status: 200, headers: {}, sentAtMs: nowMs + 2_999 }, later);
    expect(closed.permission(later, 1)).toBe('answer');
    closed.observe({ status: 200, headers: {}, sentAtMs: nowMs + 3_000 }, later);
    expect(closed.permission(later, 1)).toBe('go');
  });

  it('spreads a ceiling of calls a minute over ten-second spans', () => {
    const capped = limiter(1, 18);
    for (let call = 0; call < 3; call += 1) {
      expect(capped.permission(now, 0)).toBe('go');
      capped.sent(now);
    }
    expect(capped.permission(now, 0)).toEqual({ untilMs: nowMs + 10_000, reason: 'window' });
    const next = { localMs: nowMs + 10_000, serverMs: nowMs + 10_000 };
    expect(capped.permission(next, 0)).toBe('go');
  });

  it('keeps a ceiling below six calls a minute', () => {
    const capped = limiter(1, 2);
    capped.sent(now);
    expect(capped.permission(now, 0)).toEqual({ untilMs: nowMs + 30_000, reason: 'window' });
  });
});

describe('the period of the tightest limit', () => {
  it('is not known before any limit is', () => {
    expect(limiter().period(now, 0)).toBeUndefined();
  });

  it('is the window, with what we may use of it, in local time', () => {
    const one = limiter(0.5);
    one.observe(ok(100, 99, second + 7), now);
    const later = { localMs: nowMs + 1_000, serverMs: nowMs + 3_000 };
    expect(one.period(later, 9)).toEqual({ calls: 50, left: 40, endsAtMs: nowMs + 5_000, lengthMs: 10_000 });
  });

  it.each([
    [7_000, 17_000],
    [16_999, 17_000],
    [17_000, 27_000],
  ])('is one of the windows that follow each other once the known one has ended: %d ms later', (laterMs, endMs) => {
    const one = limiter();
    one.observe(ok(100, 30, second + 7), now);
    const later = { localMs: nowMs + laterMs, serverMs: nowMs + laterMs };
    expect(one.period(later, 0)).toEqual({ calls: 100, left: 100, endsAtMs: nowMs + endMs, lengthMs: 10_000 });
  });

  it("is that of the user's own limit where that is lower", () => {
    const one = limiter(1, 120);
    one.observe(ok(100, 99, second + 7), now);
    one.sent(now);
    expect(one.period(now, 0)).toEqual({ calls: 20, left: 19, endsAtMs: nowMs + 10_000, lengthMs: 10_000 });
    const over = { localMs: nowMs + 10_000, serverMs: nowMs + 10_000 };
    expect(one.period(over, 0)).toMatchObject({ calls: 20, left: 20, endsAtMs: nowMs + 20_000 });
  });

  it("is the window where the user's own limit is higher", () => {
    const one = limiter(1, 6_000);
    one.observe(ok(100, 99, second + 7), now);
    expect(one.period(now, 0)).toMatchObject({ calls: 100, endsAtMs: nowMs + 7_000 });
  });
});

describe('against a server whose limit others use too', () => {
  const scenario = fc.record({
    limit: fc.integer({ min: 1, max: 300 }),
    share: fc.integer({ min: 10, max: 100 }),
    requests: fc.integer({ min: 1, max: 250 }),
    maxInFlight: fc.integer({ min: 1, max: 100 }),
    travelsMs: fc.array(
      fc.record({ there: fc.integer({ min: 1, max: 2_000 }), back: fc.integer({ min: 1, max: 2_000 }) }),
      { minLength: 1, maxLength: 8 },
    ),
    others: fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 60 }),
    skewMs: fc.integer({ min: -600_000, max: 600_000 }),
    startMs: fc.integer({ min: nowMs, max: nowMs + 10_000 }),
  });

  it('it never sends more than its share of a window', () => {
    fc.assert(
      fc.property(scenario, (drawn) => {
        // The first window is entered blind, with four requests.
        const most = Math.max(4, Math.floor((drawn.limit * drawn.share) / 100));
        expect(Math.max(...simulateLimit(drawn).perWindow)).toBeLessThanOrEqual(most);
      }),
      { numRuns: 100 },
    );
  });

  it('it never stops before all is done', () => {
    // Others leave at least a call of each window.
    const bearable = scenario.map((drawn) => ({
      ...drawn,
      others: drawn.others.map((calls) => Math.min(calls, Math.floor(drawn.limit / 80))),
    }));
    fc.assert(
      fc.property(bearable, (drawn) => {
        expect(simulateLimit(drawn).done).toBe(drawn.requests);
      }),
      { numRuns: 100 },
    );
  });

  it('it uses at least nine tenths of a limit of its own', () => {
    const travelsMs = [{ there: 100, back: 100 }];
    const { tookMs, refused } = simulateLimit({
      limit: 1_667,
      share: 95,
      requests: 16_000,
      maxInFlight: 40,
      travelsMs,
      others: [0],
      skewMs: -3_456,
      startMs: nowMs + 4_200,
    });
    expect(refused).toBe(0);
    expect(16_000 / (tookMs / 10_000)).toBeGreaterThan(1_667 * 0.95 * 0.9);
  });
});
