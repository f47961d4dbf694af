import { describe, expect, it } from 'vitest';
import { RateLimiter } from '../../../src/intercom/pace/rate-limiter.ts';
import { mergeWindows, readReset, readWindow, spendable } from '../../../src/intercom/pace/rate-window.ts';

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
    ['a reset of two seconds ago', headers(10, 5, second - 2)],
    ['no rest', { ...headers(10, 5, second + 5), 'x-ratelimit-remaining': undefined }],
    ['more digits than a number holds', headers('1'.repeat(16), 5, second + 5)],
    ['numbers that are not text', { ...headers(10, 5, second + 5), 'x-ratelimit-limit': 10 }],
    ['text around a number', headers('10 calls', 5, second + 5)],
    ['text before a number', headers('about 10', 5, second + 5)],
  ])('are ignored with %s', (_name, nonsense) => {
    expect(readWindow(nonsense, nowMs)).toBeUndefined();
  });
});

describe('the headers of a window', () => {
  it('are read up to a minute before its end, and up to two seconds after it', () => {
    expect(readWindow(headers(10, 5, second + 60), nowMs)?.resetsAtMs).toBe(nowMs + 60_000);
    expect(readWindow(headers(10, 5, second - 1), nowMs)?.resetsAtMs).toBe(nowMs - 1_000);
  });

  it('tell of a window that nobody has used', () => {
    expect(readWindow(headers(10, 10, second + 5), nowMs)).toMatchObject({ offered: 10, remaining: 10 });
    expect(readWindow(headers(10, 0, second + 5), nowMs)).toMatchObject({ offered: 1, remaining: 0 });
  });

  it.each([
    ['an hour ahead', 3_599, 3_600],
    ['two seconds ago', -1, -2],
  ])('name a reset that is used up to %s', (_name, used, ignored) => {
    expect(readReset(headers(10, 0, second + used), nowMs)).toBe(nowMs + used * 1_000);
    expect(readReset(headers(10, 0, second + ignored), nowMs)).toBeUndefined();
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

  it('counts until its last ms', () => {
    expect(spendable({ ...window, remaining: 0 }, 1, 0, nowMs + 4_999)).toBe(0);
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
    expect(limiter().admission(now, 3)).toBe('go');
    expect(limiter().admission(now, 4)).toBe('answer');
  });

  it('stays open when answers have no headers', () => {
    const open = limiter();
    open.observe({ status: 200, headers: {}, sentAtMs: nowMs }, now);
    expect(open.admission(now, 150)).toBe('go');
  });

  it('holds requests until the reset, read against the clock of the server', () => {
    const spent = limiter();
    const skewed = { localMs: nowMs + 90_000, serverMs: nowMs };
    spent.observe(ok(100, 0, second + 6), skewed);
    expect(spent.admission(skewed, 0)).toEqual({ untilMs: nowMs + 96_000, reason: 'window' });
    expect(spent.admission({ localMs: nowMs + 96_000, serverMs: nowMs + 6_000 }, 0)).toBe('go');
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
    expect(closed.admission(now, 0)).toEqual({ untilMs: nowMs + waitMs, reason: '429' });
  });

  it('tries a single request after a 429, until one sent since then is answered', () => {
    const closed = limiter();
    closed.observe({ status: 429, headers: { 'retry-after': '3' }, sentAtMs: nowMs }, now);
    const later = { localMs: nowMs + 3_000, serverMs: nowMs + 3_000 };
    expect(closed.admission(later, 0)).toBe('go');
    expect(closed.admission(later, 1)).toBe('answer');
    closed.observe({ status: 200, headers: {}, sentAtMs: nowMs + 2_999 }, later);
    expect(closed.admission(later, 1)).toBe('answer');
    closed.observe({ status: 200, headers: {}, sentAtMs: nowMs + 3_000 }, later);
    expect(closed.admission(later, 1)).toBe('go');
  });

  it('spreads a ceiling of calls a minute over ten-second spans', () => {
    const capped = limiter(1, 18);
    for (let call = 0; call < 3; call += 1) {
      expect(capped.admission(now, 0)).toBe('go');
      capped.sent(now);
    }
    expect(capped.admission(now, 0)).toEqual({ untilMs: nowMs + 10_000, reason: 'window' });
    const next = { localMs: nowMs + 10_000, serverMs: nowMs + 10_000 };
    expect(capped.admission(next, 0)).toBe('go');
  });

  it('keeps a ceiling below six calls a minute', () => {
    const capped = limiter(1, 2);
    capped.sent(now);
    expect(capped.admission(now, 0)).toEqual({ untilMs: nowMs + 30_000, reason: 'window' });
  });

  it.each([
    ['0', 10_000],
    ['-5', 10_000],
    ['Wed, 21 Oct 2026 07:28:00 GMT', 10_000],
    ['0.25', 250],
  ])('waits after a 429 with Retry-After %s for %i ms', (retryAfter, waitMs) => {
    const closed = limiter();
    closed.observe({ status: 429, headers: { 'retry-after': retryAfter }, sentAtMs: nowMs }, now);
    expect(closed.admission(now, 0)).toEqual({ untilMs: nowMs + waitMs, reason: '429' });
  });

  it('waits up to a quarter of a second longer after a 429, at random', () => {
    const closed = new RateLimiter({ usableShare: 1, random: () => 0.5 });
    closed.observe({ status: 429, headers: { 'retry-after': '3' }, sentAtMs: nowMs }, now);
    expect(closed.admission(now, 0)).toEqual({ untilMs: nowMs + 3_125, reason: '429' });
  });

  it('keeps the longest wait of several answers of 429', () => {
    const closed = limiter();
    for (const seconds of [3, 5, 2]) {
      closed.observe({ status: 429, headers: { 'retry-after': `${seconds}` }, sentAtMs: nowMs }, now);
    }
    expect(closed.admission(now, 0)).toEqual({ untilMs: nowMs + 5_000, reason: '429' });
  });

  it('learns nothing from an exchange without an answer', () => {
    const blind = limiter();
    blind.observe({ status: undefined, headers: headers(100, 50, second + 5), sentAtMs: nowMs }, now);
    expect(blind.admission(now, 4)).toBe('answer');
    expect(blind.window).toBeUndefined();
  });

  it('waits for an answer when the next window, not known yet, is used up by what is in flight', () => {
    const spent = limiter();
    spent.observe(ok(5, 0, second + 6), now);
    const next = { localMs: nowMs + 6_000, serverMs: nowMs + 6_000 };
    expect(spent.admission(next, 4)).toBe('go');
    expect(spent.admission(next, 5)).toBe('answer');
  });

  it('uses its share of a window, with what is in flight counted', () => {
    const shared = limiter(0.5);
    shared.observe(ok(100, 71, second + 6), now);
    // Of the 72 that it offered, 36 are for others.
    expect(shared.admission(now, 34)).toBe('go');
    expect(shared.admission(now, 35)).toEqual({ untilMs: nowMs + 6_000, reason: 'window' });
  });

  it('keeps what it knows of the window when an answer says nothing of it', () => {
    const known = limiter();
    known.observe(ok(100, 50, second + 6), now);
    known.observe({ status: 200, headers: {}, sentAtMs: nowMs }, now);
    expect(known.window?.remaining).toBe(50);
  });

  it('spends nothing without a ceiling of calls', () => {
    const open = limiter();
    for (let call = 0; call < 100; call += 1) open.sent(now);
    expect(open.admission(now, 0)).toBe('go');
  });

  it('tells the limit of the server in calls a minute once it is known', () => {
    const open = limiter();
    expect(open.serverRateLimit).toBeUndefined();
    open.observe(ok(1_667, 1_000, second + 6), now);
    expect(open.serverRateLimit).toBe(10_002);
    expect(open.window?.remaining).toBe(1_000);
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

describe('a ceiling of calls a minute', () => {
  /** How many calls go out at a time, one after the other, before the limiter says no. */
  function callsAt(capped: RateLimiter, atMs: number): number {
    const time = { localMs: atMs, serverMs: atMs };
    let calls = 0;
    for (; calls < 100 && capped.admission(time, 0) === 'go'; calls += 1) capped.sent(time);
    return calls;
  }

  it.each([
    [60, 10],
    [20, 3],
    [6, 1],
    [5, 1],
  ])('of %i allows %i in a span', (perMinute, calls) => {
    const capped = limiter(1, perMinute);
    expect(callsAt(capped, nowMs)).toBe(calls);
    expect(callsAt(capped, nowMs + 9_999)).toBe(0);
  });

  it('allows as many again once a span is over, and not before', () => {
    const capped = limiter(1, 60);
    expect(callsAt(capped, nowMs)).toBe(10);
    expect(callsAt(capped, nowMs + 10_000)).toBe(10);
    expect(callsAt(capped, nowMs + 19_999)).toBe(0);
    expect(callsAt(capped, nowMs + 25_000)).toBe(10);
    expect(callsAt(capped, nowMs + 34_999)).toBe(0);
    expect(callsAt(capped, nowMs + 35_000)).toBe(10);
  });

  it('of 5 makes spans of twelve seconds', () => {
    const capped = limiter(1, 5);
    capped.sent(now);
    expect(capped.admission({ localMs: nowMs + 11_999, serverMs: nowMs }, 0)).toMatchObject({
      untilMs: nowMs + 12_000,
    });
    expect(capped.admission({ localMs: nowMs + 12_000, serverMs: nowMs }, 0)).toBe('go');
  });
});
