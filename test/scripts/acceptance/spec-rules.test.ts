import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { specProblems } from '../../../scripts/acceptance/spec-rules.ts';

const ours = JSON.parse(readFileSync(new URL('../../../spec.json', import.meta.url), 'utf8'));
const good = { type: 'string', title: 'A' };

function formOf(properties: object, more: object = {}): object {
  return { type: 'object', groups: [{ id: 'auth' }], properties, ...more };
}

it('our own spec keeps all rules of the form', () => {
  expect(specProblems(ours)).toEqual([]);
});

it.each([
  ['is required and not in the form', formOf({ a: good }, { required: ['b'] })],
  ['two fields have the same order', formOf({ a: { ...good, order: 0 }, b: { ...good, order: 0 } })],
  ['there is no group speed', formOf({ a: { ...good, group: 'speed' } })],
  ['only a field at the top', formOf({ a: { type: 'object', properties: { b: { ...good, group: 'auth' } } } })],
  ['anyOf is not allowed', formOf({ a: { ...good, anyOf: [] } })],
  ['allOf is not allowed', formOf({ a: good }, { allOf: [] })],
  ['must be true or absent', formOf({ a: good }, { additionalProperties: false })],
  ['one followed by null', formOf({ a: { type: ['null', 'string'] } })],
  ['one followed by null', formOf({ a: { type: ['string', 'integer'] } })],
  ['an object without fields', formOf({ a: { type: 'object' } })],
  ['whose items have no schema', formOf({ a: { type: 'array' } })],
  ['must have airbyte_secret', formOf({ access_token: good })],
  ["can't be a secret", formOf({ a: { type: 'boolean', airbyte_secret: true } })],
  ['enum repeats a value', formOf({ a: { ...good, enum: ['x', 'x'] } })],
  ['display_type is for oneOf', formOf({ a: { ...good, display_type: 'radio' } })],
  ['a date-time needs the pattern', formOf({ a: { ...good, format: 'date-time', pattern: '^.*$' } })],
  ['a date needs the pattern', formOf({ a: { ...good, format: 'date' } })],
  ['needs its format', formOf({ a: { ...good, pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' } })],
])('finds what is wrong: %s', (problem, form) => {
  expect(specProblems({ connectionSpecification: form })).toEqual([expect.stringContaining(problem)]);
});
