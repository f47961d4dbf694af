import { expect, it } from 'vitest';
import { didYouMean, nearest } from '../src/nearest.ts';

const names = ['contacts', 'contact_tags', 'admins', 'tags', 'start_date', 'spec', 'read', 'max_in_flight', 'us'];

it.each([
  ['star_date', 'start_date'],
  ['startdate', 'start_date'],
  ['start-date', 'start_date'],
  ['Start Date', 'start_date'],
  ['raed', 'read'],
  ['admin', 'admins'],
  ['contact', 'contacts'],
  ['contact_tag', 'contact_tags'],
  ['maxInFlight', 'max_in_flight'],
])('%s most likely stands for %s', (typed, meant) => {
  expect(nearest(typed, names)).toBe(meant);
  expect(didYouMean(typed, names)).toBe(` Did you mean ${meant}?`);
});

it.each(['', 'nothing', 'teams', 'companies', 'eu2', 'x'.repeat(100_000)])('nothing is near %.20s', (typed) => {
  expect(nearest(typed, names)).toBeUndefined();
  expect(didYouMean(typed, names)).toBe('');
});

it('nothing is near where nothing is known', () => {
  expect(nearest('tags', [])).toBeUndefined();
});
