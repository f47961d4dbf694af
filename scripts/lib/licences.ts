import { z } from 'zod';

/** Licences (SPDX) that ask for no more than their text and a name, which the image keeps in `node_modules`. */
const ACCEPTED = new Set(['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'ISC', 'MIT']);

const licence = z.looseObject({
  license: z.looseObject({ id: z.string().optional(), name: z.string().optional() }).optional(),
  expression: z.string().optional(),
});

/** What we need of a software bill of materials in the form of CycloneDX. */
export const billSchema = z.looseObject({
  components: z.array(z.looseObject({ name: z.string(), version: z.string(), licenses: z.array(licence).optional() })),
});

export interface UnknownLicence {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
}

/**
 * The packages of a bill whose licence is not accepted, or not told. A choice such as "MIT OR GPL-3.0-only" is not accepted either, until
 * somebody has looked at it.
 */
export function unknownLicences({ components }: z.infer<typeof billSchema>): readonly UnknownLicence[] {
  return components.flatMap(({ name, version, licenses = [] }) => {
    const named = licenses.map(({ license, expression }) => license?.id ?? license?.name ?? expression ?? 'no licence');
    const isAccepted = named.length > 0 && named.every((one) => ACCEPTED.has(one));
    return isAccepted ? [] : [{ name, version, licence: named.join(', ') || 'no licence' }];
  });
}
