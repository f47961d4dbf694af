import type { Dice } from '../generate/dice.ts';
import { ids } from '../generate/ids.ts';
import type { Words } from '../generate/words.ts';
import type { Row } from '../json.ts';

const customAttributes = [
  { name: 'paid_subscriber', data_type: 'boolean' },
  { name: 'seats', data_type: 'integer' },
  { name: 'lifetime_value', data_type: 'float' },
  { name: 'renewal_date', data_type: 'date' },
  { name: 'Favourite colour', data_type: 'string', options: ['red', 'green', 'blå'] },
  { name: 'external note', data_type: 'string' },
] as const;

const standard = {
  contact: [
    ['role', 'role', 'string'],
    ['id', 'id', 'string'],
    ['name', 'name', 'string'],
    ['email', 'email', 'string'],
    ['created_at', 'created_at', 'date'],
    ['country', 'location.country', 'string'],
  ],
  company: [
    ['name', 'name', 'string'],
    ['company_id', 'company_id', 'string'],
    ['last_request_at', 'last_request_at', 'date'],
    ['name', 'plan.name', 'string'],
    ['monthly_spend', 'monthly_spend', 'float'],
    ['size', 'size', 'integer'],
  ],
} as const;

/** Definitions of GET /data_attributes. One archived definition has the same name as a live one. */
export function makeDataAttributes(model: 'contact' | 'company', at: number): Row[] {
  const firstId = model === 'contact' ? 12_870 : 22_870;
  return [
    ...standard[model].map(([name, path, type]) => standardAttribute(model, name, path, type)),
    ...customAttributes.map((attribute, row) => custom(model, attribute, firstId + row, false, at)),
    custom(model, { name: 'seats', data_type: 'string' }, firstId - 1, true, at),
  ];
}

/** What a contact or company has of the custom attributes; a few values don't fit the declared type. */
export function customValues(dice: Dice, words: Words, at: number): Row {
  if (dice.chance(0.2)) return {};
  return {
    paid_subscriber: dice.maybe(0.8, dice.chance(0.5)),
    seats: dice.chance(0.02) ? 'about 40' : dice.maybe(0.7, dice.below(5_000)),
    lifetime_value: dice.maybe(0.7, dice.below(1_000_000) / 100),
    renewal_date: dice.chance(0.02) ? '2026-03-01T00:00:00Z' : dice.maybe(0.5, at + dice.below(31_536_000)),
    ...(dice.chance(0.6) && { 'Favourite colour': dice.pick(['red', 'green', 'blå']) }),
    'external note': dice.maybe(0.3, dice.pick(words.sentences)),
  };
}

function standardAttribute(model: string, name: string, path: string, type: string): Row {
  return {
    type: 'data_attribute',
    model,
    name,
    full_name: path,
    label: name.replaceAll('_', ' '),
    description: `The ${name} of the ${model}`,
    data_type: type,
    api_writable: true,
    messenger_writable: false,
    ui_writable: false,
    custom: false,
    archived: false,
  };
}

function custom(
  model: string,
  attribute: { name: string; data_type: string; options?: readonly string[] },
  id: number,
  archived: boolean,
  at: number,
): Row {
  return {
    ...standardAttribute(model, attribute.name, `custom_attributes.${attribute.name}`, attribute.data_type),
    id,
    description: '',
    ...(attribute.options && { options: attribute.options }),
    ui_writable: true,
    custom: true,
    archived,
    created_at: at,
    updated_at: at,
    admin_id: ids.admin.of(0),
  };
}
