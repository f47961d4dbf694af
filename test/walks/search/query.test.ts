import { expect, it } from 'vitest';
import { searchQuery } from '../../../src/walks/search/query.ts';

const from = Date.parse('2024-05-03T14:30:00Z') / 1_000;
const or = (...value: object[]) => ({ operator: 'OR', value });

it('asks from a second on by its own day or second, and by all after the second before', () => {
  expect(searchQuery({ field: 'updated_at', from })).toEqual({
    operator: 'AND',
    value: [
      or({ field: 'updated_at', operator: '=', value: from }, { field: 'updated_at', operator: '>', value: from - 1 }),
    ],
  });
});

it('asks up to a second by the day or second before it, and by all before', () => {
  const { value } = searchQuery({ field: 'created_at', from, to: from + 600 });
  expect(value).toEqual([
    or({ field: 'created_at', operator: '=', value: from }, { field: 'created_at', operator: '>', value: from - 1 }),
    or(
      { field: 'created_at', operator: '=', value: from + 599 },
      { field: 'created_at', operator: '<', value: from + 600 },
    ),
  ]);
});

it('asks for what was changed since a second, whatever it sorts by', () => {
  const { value } = searchQuery({ field: 'created_at', from: 0, changedSince: from });
  expect(value).toEqual([
    expect.anything(),
    or({ field: 'updated_at', operator: '=', value: from }, { field: 'updated_at', operator: '>', value: from - 1 }),
  ]);
});

it('asks for no negative second', () => {
  expect(JSON.stringify(searchQuery({ field: 'created_at', from: 0 }))).not.toContain('-1');
});
