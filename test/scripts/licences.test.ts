import { expect, it } from 'vitest';
import { billSchema, unknownLicences } from '../../scripts/lib/licences.ts';

function billOf(...licences: readonly (object | undefined)[]) {
  const components = licences.map((licence, i) => {
    return { name: `package-${i}`, version: '1.0.0', ...(licence && { licenses: [licence] }) };
  });
  return billSchema.parse({ components });
}

it('accepts packages whose licence is known', () => {
  expect(unknownLicences(billOf({ license: { id: 'MIT' } }, { license: { id: 'Apache-2.0' } }))).toEqual([]);
});

it.each([
  ['GPL-3.0-only', { license: { id: 'GPL-3.0-only' } }],
  ['MIT OR GPL-3.0-only', { expression: 'MIT OR GPL-3.0-only' }],
  ['SEE LICENSE IN FILE', { license: { name: 'SEE LICENSE IN FILE' } }],
  ['no licence', undefined],
])('tells of a package with %s', (licence, entry) => {
  expect(unknownLicences(billOf(entry))).toEqual([{ name: 'package-0', version: '1.0.0', licence }]);
});
