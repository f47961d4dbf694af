import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulateLimit } from '../support/simulated-limit.ts';

const nowMs = 1_800_000_000_000;

describe('against a server whose limit others use too, the limiter', () => {
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

  it('never sends more than its share of a window', () => {
    fc.assert(
      fc.property(scenario, (drawn) => {
        // The first window is entered blind, with four requests.
        const most = Math.max(4, Math.floor((drawn.limit * drawn.share) / 100));
        expect(Math.max(...simulateLimit(drawn).perWindow)).toBeLessThanOrEqual(most);
      }),
      { numRuns: 100 },
    );
  });

  it('never stops before all is done', () => {
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

  it('uses at least nine tenths of a limit of its own', () => {
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
