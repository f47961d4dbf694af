import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { durationText, firstSyncCalls, firstSyncMinutes } from '../bench/lib/planning.ts';

const page = readFileSync(new URL('../docs/performance.md', import.meta.url), 'utf8');
const FURTHER = 0.075;
const LIMITS = [1_000, 10_000, 25_000];

it.each([1e4, 1e5, 1e6, 1e7, 1e8])('docs/performance.md tells how long %d conversations take', (count) => {
  const workspace = { contacts: count, conversations: count, callsPerContact: FURTHER };
  const times = LIMITS.map((limit) => durationText(firstSyncMinutes(workspace, limit)));
  const calls = Math.round(firstSyncCalls(workspace));
  const cells = [count.toLocaleString('en'), calls.toLocaleString('en'), ...times];
  expect(page).toContain(`| ${cells.join(' | ')} |`);
});

it('a sync takes its calls over the share of the limit', () => {
  const workspace = { contacts: 15_000, conversations: 30_000, callsPerContact: 0.1 };
  expect(firstSyncCalls(workspace)).toBeCloseTo(30_000 + 400 + 100 + 1_500);
  expect(firstSyncMinutes(workspace, 1_000)).toBeCloseTo(32_000 / 950);
});

it.each([
  [0.46, '0.5 minutes'],
  [11.5, '12 minutes'],
  [89, '89 minutes'],
  [90, '1.5 hours'],
  [60 * 36, '1.5 days'],
])('%d minutes are written as %s', (minutes, text) => {
  expect(durationText(minutes)).toBe(text);
});
