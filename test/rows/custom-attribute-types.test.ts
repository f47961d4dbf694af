import { expect, it } from 'vitest';
import { toJsonSchema } from '../../src/airbyte/json-schema.ts';
import { propertiesOf, typeCustomAttributes } from '../../src/rows/custom-attribute-types.ts';
import { contactSchema } from '../../src/schemas/contact.ts';
import { fixture } from '../streams/fixtures.ts';

const contacts = toJsonSchema(contactSchema);

const attribute = (name: string, data_type: string, more: object = {}) => ({
  id: 1,
  name,
  full_name: `custom_attributes.${name}`,
  data_type,
  custom: true,
  archived: false,
  ...more,
});

it('types attributes where the records have them', () => {
  const attributes = [
    attribute('Text', 'string', { description: 'Some text' }),
    attribute('Choice', 'list'),
    attribute('Count', 'integer'),
    attribute('Score', 'float'),
    attribute('Rate', 'decimal'),
    attribute('Active', 'boolean'),
    attribute('Born', 'date', { label: 'Birthday' }),
    attribute('Seen', 'datetime'),
  ];

  expect(nested(typeCustomAttributes(contacts, attributes, { asColumns: false }))).toEqual({
    Active: { description: 'Active', type: ['null', 'boolean'] },
    Born: { description: 'Birthday (Unix seconds)', type: ['null', 'integer'] },
    Choice: { description: 'Choice', type: ['null', 'string'] },
    Count: { description: 'Count', type: ['null', 'integer'] },
    Rate: { description: 'Rate', type: ['null', 'number'] },
    Score: { description: 'Score', type: ['null', 'number'] },
    Seen: { description: 'Seen (Unix seconds)', type: ['null', 'integer'] },
    Text: { description: 'Some text', type: ['null', 'string'] },
  });
});

it('keeps the object open and all other columns as they are', () => {
  const typed = typeCustomAttributes(contacts, [attribute('A', 'string')], { asColumns: false });
  const { custom_attributes: holder, ...others } = propertiesOf(typed);
  const { custom_attributes: _, ...originals } = propertiesOf(contacts);

  expect(holder).toMatchObject({ type: ['null', 'object'], additionalProperties: true });
  expect(others).toEqual(originals);
});

it('leaves out built-in, archived and unknown attributes', () => {
  const attributes = [
    attribute('email', 'string', { custom: false }),
    attribute('Old', 'string', { archived: true }),
    attribute('Files', 'files'),
    { nonsense: true },
    null,
  ];

  expect(typeCustomAttributes(contacts, attributes, { asColumns: false })).toBe(contacts);
});

it('leaves a name open that stands for two types, as it can among ticket types', () => {
  const attributes = [attribute('Size', 'string'), attribute('Size', 'integer'), attribute('Sum', 'float')];

  expect(Object.keys(nested(typeCustomAttributes(contacts, attributes, { asColumns: false })))).toEqual(['Sum']);
});

it('does not depend on the order of the attributes', () => {
  const attributes = ['b', 'B', 'a', 'C'].map((name, id) => attribute(name, 'string', { id }));

  for (const asColumns of [true, false]) {
    const [one, other] = [attributes, attributes.toReversed()].map((list) =>
      JSON.stringify(typeCustomAttributes(contacts, list, { asColumns })),
    );
    expect(one).toBe(other);
  }
});

it('makes a column of each, titled with the exact name', () => {
  const typed = typeCustomAttributes(contacts, [attribute('Plan Tier (€)', 'string')], { asColumns: true });

  expect(propertiesOf(typed)).toEqual({
    ...propertiesOf(contacts),
    custom_attributes: {
      ...propertiesOf(contacts).custom_attributes,
      description: expect.stringContaining('no column of their own'),
    },
    custom_plan_tier: { title: 'Plan Tier (€)', description: 'Plan Tier (€)', type: ['null', 'string'] },
  });
});

it('names columns uniquely whatever their case, the oldest attribute having the plain name', () => {
  const attributes = [
    attribute('PLAN', 'string', { id: 30 }),
    attribute('plan', 'string', { id: 20 }),
    attribute('Plan!', 'string', { id: 9 }),
    attribute('attributes', 'string', { id: 4 }),
    attribute('Größe', 'string', { id: 5 }),
    attribute('🎉', 'string', { id: 6 }),
  ];
  const columns = propertiesOf(typeCustomAttributes(contacts, attributes, { asColumns: true }));
  const titles = Object.entries(columns).flatMap(([column, { title }]) =>
    title === undefined ? [] : [[title, column]],
  );

  expect(Object.fromEntries(titles)).toEqual({
    'Plan!': 'custom_plan',
    plan: 'custom_plan_20',
    PLAN: 'custom_plan_30',
    attributes: 'custom_attributes_4',
    Größe: 'custom_größe',
    '🎉': 'custom_6',
  });
});

it('types the attributes that the API lists', () => {
  const attributes = fixture('contact_attributes');

  expect(Object.keys(nested(typeCustomAttributes(contacts, attributes, { asColumns: false })))).toEqual(['Size class']);
});

it('types the attributes of another property', () => {
  const tickets = { properties: { ticket_attributes: { type: ['null', 'object'] } } };
  const options = { asColumns: false, property: 'ticket_attributes' };

  expect(typeCustomAttributes(tickets, [{ id: '220', name: 'Amount', data_type: 'decimal' }], options)).toEqual({
    properties: {
      ticket_attributes: {
        type: ['null', 'object'],
        properties: { Amount: { description: 'Amount', type: ['null', 'number'] } },
      },
    },
  });
});

function nested(schema: Readonly<Record<string, unknown>>) {
  return propertiesOf(propertiesOf(schema).custom_attributes ?? {});
}
