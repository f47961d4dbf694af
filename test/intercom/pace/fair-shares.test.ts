import { expect, it } from 'vitest';
import { FairShares, type Period } from '../../../src/intercom/pace/fair-shares.ts';

const ENDS_AT = 50_000;
const whole: Period = { calls: 100, left: 100, endsAtMs: ENDS_AT, lengthMs: 10_000 };

/** Shares in which `walk` has made so many calls of the period. */
function sharesAfter(calls: number, period = whole, walk = 'busy'): FairShares {
  const shares = new FairShares();
  for (let call = 0; call < calls; call += 1) shares.sent(walk, period);
  return shares;
}

it('a walk may spend its equal share at any time, and waits with the call after it', () => {
  const period = { ...whole, left: 76 };
  expect(sharesAfter(24, period).opensAtMs('busy', 4, period)).toBe(Number.NEGATIVE_INFINITY);
  expect(sharesAfter(25, period).opensAtMs('busy', 4, period)).toBeGreaterThan(ENDS_AT - 10_000);
});

it('what goes beyond the share is let out evenly, and at once in the last fifth', () => {
  const shares = sharesAfter(50);
  const opensAt = (left: number) => shares.opensAtMs('busy', 2, { ...whole, left });
  expect([100, 75, 50, 25, 0].map(opensAt)).toEqual([40_000, 42_000, 44_000, 46_000, 48_000]);
});

it('the calls of one walk are not held against another', () => {
  expect(sharesAfter(60).opensAtMs('quiet', 2, { ...whole, left: 40 })).toBe(Number.NEGATIVE_INFINITY);
});

it('a walk that is open alone never waits for others', () => {
  const shares = sharesAfter(99);
  const period = { ...whole, left: 1 };
  expect(shares.opensAtMs('busy', 1, period)).toBe(Number.NEGATIVE_INFINITY);
  expect(shares.opensAtMs('busy', 0, period)).toBe(Number.NEGATIVE_INFINITY);
});

it('with more walks than calls, calls are let out evenly to all', () => {
  expect(new FairShares().opensAtMs('any', 200, whole)).toBe(ENDS_AT - 10_000);
});

it('every period begins again; an estimate of its end that moves is still the same period', () => {
  const shares = sharesAfter(50);
  const later = { ...whole, endsAtMs: ENDS_AT + 4_999 };
  expect(shares.opensAtMs('busy', 2, later)).not.toBe(Number.NEGATIVE_INFINITY);
  const next = { ...whole, endsAtMs: ENDS_AT + 10_000 };
  expect(shares.opensAtMs('busy', 2, next)).toBe(Number.NEGATIVE_INFINITY);
  expect(sharesAfter(50).opensAtMs('busy', 2, { ...whole, endsAtMs: ENDS_AT - 5_000 })).toBe(Number.NEGATIVE_INFINITY);
});

it('the calls that open a period count in it', () => {
  const shares = sharesAfter(50);
  const next = { ...whole, endsAtMs: ENDS_AT + 10_000 };
  for (let call = 0; call < 50; call += 1) shares.sent('busy', next);
  expect(shares.opensAtMs('busy', 2, next)).toBe(ENDS_AT);
});
