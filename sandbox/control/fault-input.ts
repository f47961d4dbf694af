import { z } from 'zod';
import type { Fault } from '../http/faults.ts';

const path = z.union([z.string(), z.object({ pattern: z.string() }).transform(({ pattern }) => new RegExp(pattern))]);

const when = z.object({
  match: z
    .object({ method: z.string(), path, route: z.string(), nth: z.number().int() })
    .partial()
    .transform(given)
    .optional(),
  times: z.union([z.number(), z.literal('always').transform(() => Number.POSITIVE_INFINITY)]).optional(),
  probability: z.number().optional(),
  seed: z.number().optional(),
});

const kinds = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('status'),
    status: z.number(),
    code: z.string().optional(),
    message: z.string().optional(),
  }),
  z.object({ kind: z.literal('html'), status: z.number().optional() }),
  z.object({
    kind: z.enum(['reset', 'resetAfter', 'malformed', 'empty', 'hang', 'hangAfter', 'rateLimit', 'repeatScrollPage']),
  }),
  z.object({ kind: z.literal('truncate'), announced: z.enum(['full', 'cut']).optional() }),
  z.object({ kind: z.literal('slow'), ms: z.number() }),
  z.object({ kind: z.enum(['redirect', 'foreignNext']), to: z.string().optional() }),
  z.object({ kind: z.literal('dropEmbedded'), field: z.string(), id: z.string().optional() }),
  z.object({ kind: z.literal('poison'), id: z.string(), largerThan: z.number() }),
]);

/** A fault as JSON: a pattern is `{"pattern": "…"}`, and `"times": "always"` strikes without end. */
export function parseFault(body: unknown): Fault {
  return { ...given(kinds.parse(body)), ...given(when.parse(body)) };
}

type Given<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** The same object as a type in which an absent field is absent and never undefined. */
function given<T extends object>(value: T): Given<T>;
function given(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined));
}
