import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { toJsonSchema } from '../../src/airbyte/json-schema.ts';
import { pathsOfSchema } from '../schemas/json-schema-paths.ts';
import { FIXED_STREAMS } from './fixtures.ts';

const ajv = new Ajv({ strict: false, allErrors: true, coerceTypes: false });

describe.each(FIXED_STREAMS)('the fixture of $name', ({ stream, rows }) => {
  const { schema, primaryKey, cursorField } = stream;
  const jsonSchema = toJsonSchema(schema);

  it('fits its rows to the zod schema', () => {
    expect(rows.map((row) => schema.safeParse(row).error?.issues)).toEqual(rows.map(() => undefined));
  });

  it('fits its rows to the JSON schema under strict types', () => {
    const validate = ajv.compile(jsonSchema);

    for (const row of rows) {
      validate(row);
      expect(validate.errors).toBeNull();
    }
  });

  it('declares every top-level field of its rows', () => {
    const emitted = new Set(rows.flatMap((row) => Object.keys(row)));

    expect([...emitted].filter((name) => !(name in schema.shape))).toEqual([]);
  });

  it('has a row with something in each property that it declares', () => {
    const seen = new Set(rows.flatMap((row) => [...valuePaths(row, '')]));

    expect([...pathsOfSchema(jsonSchema).keys()].filter((path) => !seen.has(path))).toEqual([]);
  });

  it('describes each column', () => {
    const undescribed = Object.entries(schema.shape).filter(([, column]) => column.meta()?.description === undefined);

    expect(undescribed).toEqual([]);
  });

  it('requires its keys and cursor, and allows null in all else but the id of a parent', () => {
    const required = [jsonSchema.required].flat();
    const refusingNull = Object.entries(schema.shape).filter(([, column]) => !column.safeParse(null).success);
    const keys = [...primaryKey, ...(cursorField === undefined ? [] : [cursorField])];

    expect(refusingNull.map(([name]) => name).toSorted()).toEqual(required.toSorted());
    expect(required).toEqual(expect.arrayContaining(keys));
    expect(required.filter((name) => !keys.includes(String(name)) && !String(name).endsWith('_id'))).toEqual([]);
  });
});

function* valuePaths(value: unknown, path: string): Generator<string> {
  if (value === null || value === undefined) return;
  if (path !== '') yield path;
  if (Array.isArray(value)) {
    for (const item of value) yield* valuePaths(item, `${path}[]`);
  } else if (typeof value === 'object') {
    for (const [name, member] of Object.entries(value))
      yield* valuePaths(member, path === '' ? name : `${path}.${name}`);
  }
}
