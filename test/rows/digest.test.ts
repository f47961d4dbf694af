import { expect, it } from 'vitest';
import { digestOf } from '../../src/rows/digest.ts';

it('the digest of a value does not depend on the order of its properties, at any depth', () => {
  const one = { sku: 'A', price: { amount: 5, currency: 'eur' } };
  const other = { price: { currency: 'eur', amount: 5 }, sku: 'A' };
  expect(digestOf(other)).toBe(digestOf(one));
  expect(digestOf(one)).toMatch(/^[\w-]{32}$/);
});

it.each([
  [{ sku: 'A' }, { sku: 'B' }],
  [{ sku: 'A' }, {}],
  [{ price: { amount: 5 } }, { price: { amount: 6 } }],
  [
    [1, 2],
    [2, 1],
  ],
])('the digests of %j and %j differ', (one, other) => {
  expect(digestOf(one)).not.toBe(digestOf(other));
});

it('a property may have any name', () => {
  const value = { a: { toString: 'x' }, b: [{ valueOf: 1 }] };
  expect(digestOf(value)).toBe(digestOf({ b: [{ valueOf: 1 }], a: { toString: 'x' } }));
});
