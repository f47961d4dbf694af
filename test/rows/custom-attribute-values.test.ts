import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { toJsonSchema } from '../../src/airbyte/json-schema.ts';
import { typeCustomAttributes } from '../../src/rows/custom-attribute-types.ts';
import { customAttributeShape } from '../../src/rows/custom-attribute-values.ts';
import type { Row } from '../../src/rows/row.ts';
import { companySchema } from '../../src/schemas/company.ts';
import { contactSchema } from '../../src/schemas/contact.ts';
import { tagSchema } from '../../src/schemas/tag.ts';

const contacts = toJsonSchema(contactSchema);
const types = { Text: 'string', Count: 'integer', Score: 'float', Active: 'boolean', 'Trial ends': 'date' };
const attributes = Object.entries(types).map(([name, data_type], id) => ({ id, name, data_type, custom: true }));
const nestedSchema = typeCustomAttributes(contacts, attributes, { asColumns: false });
const columnSchema = typeCustomAttributes(contacts, attributes, { asColumns: true });

/** The row that comes out, and the fields that did not fit. */
function shape(schema: Readonly<Record<string, unknown>>, given: Row) {
  const shapeRow = customAttributeShape(schema);
  if (shapeRow === undefined) throw new Error('no custom attributes');
  const misfits: string[] = [];
  const row = shapeRow(given, (field) => misfits.push(field));
  return { row, misfits };
}

function cast(schema: Readonly<Record<string, unknown>>, values: unknown) {
  return shape(schema, { id: '1', updated_at: 2, custom_attributes: values });
}

describe('fits', () => {
  it.each([
    ['Text', 43, '43'],
    ['Text', true, 'true'],
    ['Text', ['a'], '["a"]'],
    ['Text', '', ''],
    ['Count', '43', 43],
    ['Count', '-43', -43],
    ['Count', '43.0', 43],
    ['Count', '1719493065123456', 1_719_493_065_123_456],
    ['Count', '', null],
    ['Score', '4.50', 4.5],
    ['Score', 4, 4],
    ['Score', '', null],
    ['Active', 'true', true],
    ['Active', 'false', false],
    ['Active', '', null],
    ['Trial ends', 1_760_000_000, 1_760_000_000],
    ['Trial ends', '1760000000', 1_760_000_000],
    ['Trial ends', '2024-02-29', 1_709_164_800],
    ['Trial ends', '2024-02-29T01:00:00+01:00', 1_709_164_800],
    ['Trial ends', '2024-02-29T00:00:00.000Z', 1_709_164_800],
    ['Count', null, null],
  ])('%s: %j as %j', (name, value, expected) => {
    const { row, misfits } = cast(nestedSchema, { [name]: value });

    expect(row.custom_attributes).toEqual({ [name]: expected });
    expect(misfits).toEqual([]);
  });
});

describe('nulls what would lose something, and says so', () => {
  it.each([
    ['Count', 4.5],
    ['Count', '4.5'],
    ['Count', 'many'],
    ['Count', true],
    ['Count', '9007199254740993'],
    ['Score', 'high'],
    ['Score', '0.12345678901234567'],
    ['Active', 1],
    ['Active', 'yes'],
    ['Trial ends', '2024-02-30'],
    ['Trial ends', '2024-02-29T01:00:00'],
    ['Trial ends', '02/03/2024'],
    ['Trial ends', '2024-02-29T00:00:00.500Z'],
    ['Trial ends', {}],
  ])('%s: %j', (name, value) => {
    const { row, misfits } = cast(nestedSchema, { [name]: value });

    expect(row.custom_attributes).toEqual({ [name]: null });
    expect(misfits).toEqual([`custom_attributes.${name}`]);
  });

  it('a value that no text can hold, because it is nested too deep', () => {
    const { row, misfits } = cast(nestedSchema, { Text: nestedArrays(100_000), Count: '43' });

    expect(row.custom_attributes).toEqual({ Text: null, Count: 43 });
    expect(misfits).toEqual(['custom_attributes.Text']);
  });
});

it('leaves undeclared attributes and the rest of the row as they are', () => {
  const { row } = cast(nestedSchema, { Unknown: '43', Count: '43' });

  expect(row).toStrictEqual({ id: '1', updated_at: 2, custom_attributes: { Unknown: '43', Count: 43 } });
});

it('never touches the row it is given', () => {
  const values = Object.freeze({ Count: '43' });

  for (const schema of [nestedSchema, columnSchema]) cast(schema, values);

  expect(values).toEqual({ Count: '43' });
});

it('moves declared attributes into their columns', () => {
  const { row, misfits } = cast(columnSchema, { Unknown: 1, Count: '43', 'Trial ends': 'soon' });

  expect({ ...row }).toStrictEqual({
    id: '1',
    updated_at: 2,
    custom_attributes: { Unknown: 1 },
    custom_count: 43,
    custom_trial_ends: null,
  });
  expect(misfits).toEqual(['custom_trial_ends']);
});

it.each([
  ['no object', 'x'],
  ['null', null],
  ['absent', undefined],
])('passes a row whose attributes are %s', (_, values) => {
  expect(cast(columnSchema, values)).toEqual({
    row: { id: '1', updated_at: 2, custom_attributes: values },
    misfits: [],
  });
});

it('makes rows that fit the schema under strict types', () => {
  const values = [null, '', '43', 43, 4.5, true, 'true', '2024-02-29', [1], {}, 'x'];
  for (const schema of [nestedSchema, columnSchema]) {
    const validate = new Ajv({ strict: false }).compile(schema);
    for (const name of Object.keys(types)) {
      for (const value of values) {
        validate(cast(schema, { [name]: value }).row);
        expect(validate.errors).toBeNull();
      }
    }
  }
});

it('does nothing for streams whose schema declares no custom attribute', () => {
  for (const schema of [tagSchema, companySchema]) {
    expect(customAttributeShape(toJsonSchema(schema))).toBeUndefined();
  }
});

it('leaves attributes alone whose declared type is not one', () => {
  const schema = { properties: { custom_attributes: { properties: { A: { type: ['null', 'string', 'integer'] } } } } };

  expect(customAttributeShape(schema)).toBeUndefined();
});

it('casts the attributes of tickets', () => {
  const schema = { properties: { ticket_attributes: { properties: { Amount: { type: ['null', 'number'] } } } } };

  expect(shape(schema, { ticket_attributes: { Amount: '43' } })).toEqual({
    row: { ticket_attributes: { Amount: 43 } },
    misfits: [],
  });
});

function nestedArrays(depth: number): unknown {
  return JSON.parse('['.repeat(depth) + ']'.repeat(depth));
}
