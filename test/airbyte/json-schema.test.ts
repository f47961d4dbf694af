import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { toJsonSchema, toSpecSchema } from '../../src/airbyte/json-schema.ts';

const property = (schema: z.ZodType) =>
  Reflect.get(Object(toJsonSchema(z.looseObject({ it: schema })).properties), 'it');

describe('toJsonSchema', () => {
  it('makes an open draft-07 object with its required keys', () => {
    expect(toJsonSchema(z.looseObject({ id: z.string(), name: z.string().nullish() }))).toEqual({
      $schema: 'http://json-schema.org/draft-07/schema#',
      type: 'object',
      properties: { id: { type: 'string' }, name: { type: ['null', 'string'] } },
      required: ['id'],
      additionalProperties: true,
    });
  });

  it.each([
    ['text', z.string().nullish(), { type: ['null', 'string'] }],
    ['integer', z.int().nullish(), { type: ['null', 'integer'] }],
    ['number', z.number().nullable(), { type: ['null', 'number'] }],
    ['boolean', z.boolean().nullish(), { type: ['null', 'boolean'] }],
    ['bounded integer', z.int().min(1).max(9), { type: 'integer' }],
    ['choice', z.enum(['a', 'b']).nullish(), { type: ['null', 'string'] }],
    ['several scalars', z.union([z.string(), z.number()]).nullish(), { type: ['null', 'string', 'number'] }],
    ['date', z.iso.date().nullish(), { type: ['null', 'string'], format: 'date' }],
    ['time with offset', z.iso.datetime().nullish(), { type: ['null', 'string'], format: 'date-time' }],
    ['email', z.email(), { type: 'string' }],
    ['open object', z.looseObject({}).nullish(), { type: ['null', 'object'], additionalProperties: true }],
    ['map', z.record(z.string(), z.unknown()), { type: 'object', additionalProperties: true }],
    ['closed object', z.object({}), { type: 'object', additionalProperties: true }],
    ['list', z.array(z.string()).nullish(), { type: ['null', 'array'], items: { type: 'string' } }],
    ['list of anything', z.array(z.unknown()), { type: 'array', items: {} }],
  ])('R58: says a %s in the dialect of destinations', (_name, schema, expected) => {
    expect(property(schema)).toEqual(expected);
  });

  it('keeps descriptions, wherever they were put', () => {
    expect(property(z.string().nullish().meta({ description: 'outer' })).description).toBe('outer');
    expect(property(z.int().describe('inner').nullish()).description).toBe('inner');
  });

  it("keeps Airbyte's own types", () => {
    const time = z.iso.datetime().nullish().meta({ airbyte_type: 'timestamp_with_timezone' });
    expect(property(time)).toMatchObject({ airbyte_type: 'timestamp_with_timezone' });
  });

  it('R58: has no references, unions or bounds at any depth, also for shapes used twice', () => {
    const shared = z.looseObject({ n: z.int().min(1).nullish() });
    const schema = z.looseObject({ a: shared.nullish(), b: z.array(shared).nullish(), c: shared });
    const text = JSON.stringify(toJsonSchema(schema));
    expect(text).not.toMatch(/\$ref|\$defs|definitions|anyOf|oneOf|allOf|minimum|maximum|enum|propertyNames/);
  });

  it('R60: accepts what zod accepts', () => {
    const schema = z.looseObject({ id: z.string(), tags: z.array(z.looseObject({ n: z.int().nullish() })).nullish() });
    const isValid = new Ajv().compile(toJsonSchema(schema));
    expect(isValid({ id: '1', tags: [{ n: null }, { n: 5, more: 1 }] })).toBe(true);
    expect(isValid({ id: '1', tags: null })).toBe(true);
    expect(isValid({ tags: null })).toBe(false);
  });

  it('R11: is the same every time', () => {
    const schema = z.looseObject({ b: z.string().nullish(), a: z.int().nullish() });
    expect(JSON.stringify(toJsonSchema(schema))).toBe(JSON.stringify(toJsonSchema(schema)));
  });

  it.each([
    ['of unknown type', z.unknown()],
    ['that is a date object', z.date()],
    ['that is text or an object', z.union([z.string(), z.looseObject({})])],
  ])('refuses a property %s', (_name, schema) => {
    expect(() => property(schema)).toThrow();
  });
});

describe('toSpecSchema', () => {
  it('puts null second, for optional fields without choices only', () => {
    const form = z.looseObject({ key: z.string(), days: z.int().min(1).default(3), mode: z.enum(['a']).default('a') });
    expect(toSpecSchema(form)).toEqual({
      $schema: 'http://json-schema.org/draft-07/schema#',
      type: 'object',
      required: ['key'],
      additionalProperties: true,
      properties: {
        key: { type: 'string' },
        days: { type: ['integer', 'null'], default: 3, minimum: 1 },
        mode: { type: 'string', enum: ['a'], default: 'a' },
      },
    });
  });
});
