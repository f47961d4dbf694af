import { describe, expect, it } from 'vitest';
import { TimeLeft, type Work } from '../../src/terminal/time-left.ts';

interface Walk {
  readonly name: string;
  readonly total: number;
  readonly recordsPerCall: number;
  /** Calls a second where the rate limit leaves as much. */
  readonly ownSpeed: number;
  readonly isTotalKnown?: boolean;
}

interface Estimated {
  readonly name: string;
  readonly atMs: number;
  readonly part: number;
  readonly leftMs: number | undefined;
}

/** Windows of 10 s, as Intercom has them: what is left of one at its end is lost. */
const WINDOW_MS = 10_000;
const TICK_MS = 250;

/**
 * Lets walks run under a rate limit that they share in turns, and asks for an estimate each second. Gives the estimates,
 * and when each walk ended.
 */
function simulate(walks: readonly Walk[], callsPerWindow: number) {
  const timeLeft = new TimeLeft();
  const calls = new Map(walks.map(({ name }) => [name, 0]));
  const endedMs = new Map<string, number>();
  const estimates: Estimated[] = [];
  const recordsOf = ({ name, recordsPerCall, total }: Walk) =>
    Math.min(total, Math.floor(calls.get(name) ?? 0) * recordsPerCall);
  let budget = 0;
  let held = false;
  for (let nowMs = 0; endedMs.size < walks.length; nowMs += TICK_MS) {
    if (nowMs % WINDOW_MS === 0) budget = callsPerWindow;
    const active = walks.filter(({ name }) => !endedMs.has(name));
    const wanted = active.reduce((sum, { ownSpeed }) => sum + (ownSpeed * TICK_MS) / 1_000, 0);
    const granted = Math.min(1, budget / wanted);
    for (const walk of active) {
      calls.set(walk.name, (calls.get(walk.name) ?? 0) + (granted * walk.ownSpeed * TICK_MS) / 1_000);
      if (recordsOf(walk) >= walk.total) endedMs.set(walk.name, nowMs);
    }
    budget -= granted * wanted;
    held ||= granted < 1;
    const works = walks
      .filter(({ name }) => !endedMs.has(name))
      .map((walk): Work => {
        const total = walk.isTotalKnown === false ? undefined : walk.total;
        return { name: walk.name, calls: Math.floor(calls.get(walk.name) ?? 0), records: recordsOf(walk), total };
      });
    timeLeft.observe(works, nowMs);
    if (nowMs % 1_000 !== 0) continue;
    const left = timeLeft.estimates(held);
    for (const walk of walks.filter(({ name }) => !endedMs.has(name))) {
      const part = recordsOf(walk) / walk.total;
      estimates.push({ name: walk.name, atMs: nowMs, part, leftMs: left.get(walk.name) });
    }
  }
  return { estimates, endedMs };
}

/** How many times too high or too low each estimate was, where a fifth or more had been read. Short rests don't count. */
function errors({ estimates, endedMs }: ReturnType<typeof simulate>) {
  return estimates
    .filter(({ part }) => part >= 0.2)
    .flatMap(({ name, atMs, leftMs }) => {
      const trueMs = (endedMs.get(name) ?? 0) - atMs;
      return leftMs === undefined || trueMs < 20_000 ? [] : [Math.max(leftMs / trueMs, trueMs / leftMs)];
    });
}

const contacts: Walk = { name: 'contacts', total: 60_000, recordsPerCall: 150, ownSpeed: 8 };
const conversations: Walk = { name: 'conversations', total: 20_000, recordsPerCall: 1, ownSpeed: 60 };
const tickets: Walk = { name: 'tickets', total: 8_000, recordsPerCall: 2, ownSpeed: 20 };
const events: Walk = { name: 'events', total: 9_000, recordsPerCall: 1, ownSpeed: 40, isTotalKnown: false };

describe('the estimate of the time left', () => {
  it.each([
    ['one walk, faster than the limit', [conversations], 160],
    ['one walk, slower than the limit', [conversations], 1_600],
    ['walks of different lengths under the limit', [contacts, conversations, tickets], 250],
    ['walks that the limit does not hold back', [contacts, conversations, tickets], 100_000],
    ['beside a walk whose total is not known', [conversations, tickets, events], 300],
  ])('is within a factor of two after a fifth has been read: %s', (_name, walks, callsPerWindow) => {
    const found = errors(simulate(walks, callsPerWindow));
    expect(found.length).toBeGreaterThan(20);
    expect(Math.max(...found)).toBeLessThan(2);
  });

  it('says nothing at the beginning, and nothing without a total', () => {
    const { estimates } = simulate([conversations, events], 300);
    expect(estimates.filter(({ atMs }) => atMs < 15_000).filter(({ leftMs }) => leftMs !== undefined)).toEqual([]);
    expect(estimates.filter(({ name, leftMs }) => name === 'events' && leftMs !== undefined)).toEqual([]);
    expect(estimates.some(({ name, leftMs }) => name === 'conversations' && leftMs !== undefined)).toBe(true);
  });

  it('says nothing when nothing moves, or when more has come than the total', () => {
    const timeLeft = new TimeLeft();
    const work = { name: 'tags', calls: 10, records: 500, total: 1_000 };
    for (let seconds = 0; seconds < 60; seconds += 1) timeLeft.observe([work], seconds * 1_000);
    expect(timeLeft.estimates(false).size).toBe(0);
    timeLeft.observe([{ ...work, calls: 20, records: 1_200 }], 60_000);
    expect(timeLeft.estimates(false).size).toBe(0);
  });

  it('follows a change of speed within two minutes', () => {
    const timeLeft = new TimeLeft();
    let records = 0;
    for (let seconds = 0; seconds < 300; seconds += 1) {
      records += seconds < 150 ? 100 : 10;
      timeLeft.observe([{ name: 'tags', calls: seconds, records, total: 30_000 }], seconds * 1_000);
    }
    const trueMs = ((30_000 - records) / 10) * 1_000;
    expect(timeLeft.estimates(false).get('tags')).toBeCloseTo(trueMs, -4);
  });
});
