import { z } from 'zod';
import { asObject, type JsonSchema } from '../json.ts';

export interface CustomAttributeOptions {
  /** True: one column per attribute, `custom_<name>`. False: the attributes are typed where the records have them. */
  readonly asColumns: boolean;
  /** The property that holds the attributes; default `custom_attributes`. */
  readonly property?: string;
}

/**
 * The schema with a type for each of the workspace's own attributes: text, integer, number or boolean; dates are
 * integers, in Unix seconds. `attributes` are items as GET /data_attributes, GET /conversations/attributes or a ticket
 * type lists them. Left out, so that they stay in the open object without a type, are built-in and archived attributes,
 * those of an unknown type, and those of one name that differ in type. Sorted by name, so that the same attributes give
 * the same schema.
 *
 * A column is named `custom_` and the attribute's name in lower case, anything but letters and digits turned into single
 * underscores. Where that name is taken, the attribute that was created first has it, and later ones append their id.
 * The column's `title` is the attribute's exact name.
 */
export function typeCustomAttributes(
  schema: JsonSchema,
  attributes: readonly unknown[],
  { asColumns, property = 'custom_attributes' }: CustomAttributeOptions,
): JsonSchema {
  const properties = propertiesOf(schema);
  const typed = typedAttributes(attributes);
  if (typed.length === 0) return schema;
  if (asColumns) {
    const rest = { ...asObject(properties[property]), description: REST };
    return { ...schema, properties: { ...properties, [property]: rest, ...columnsOf(typed, Object.keys(properties)) } };
  }
  const members = typed.map((attribute) => [attribute.name, propertyOf(attribute)]);
  const holder = { ...asObject(properties[property]), properties: Object.fromEntries(members) };
  return { ...schema, properties: { ...properties, [property]: holder } };
}

const REST = 'Attributes that have no column of their own, by name: new ones, and those whose type is not known';

/** What the names of attributes' columns begin with. */
export const COLUMN_PREFIX = 'custom_';

/** The properties that a JSON schema declares. */
export function propertiesOf(schema: JsonSchema): Readonly<Record<string, JsonSchema>> {
  const properties = Object.entries(asObject(schema.properties));
  return Object.fromEntries(properties.map(([name, property]) => [name, asObject(property)]));
}

const attributeSchema = z.looseObject({
  id: z.union([z.number(), z.string()]).nullish(),
  name: z.string(),
  label: z.string().nullish(),
  description: z.string().nullish(),
  data_type: z.string(),
  custom: z.boolean().nullish(),
  archived: z.boolean().nullish(),
});

type Attribute = z.infer<typeof attributeSchema>;

const JSON_TYPES: ReadonlyMap<string, string> = new Map([
  ['string', 'string'],
  ['list', 'string'],
  ['integer', 'integer'],
  ['float', 'number'],
  ['decimal', 'number'],
  ['boolean', 'boolean'],
  ['date', 'integer'],
  ['datetime', 'integer'],
]);

function typedAttributes(items: readonly unknown[]): Attribute[] {
  const byName = new Map<string, Attribute[]>();
  for (const item of items) {
    const { data: attribute } = attributeSchema.safeParse(item);
    if (attribute === undefined || attribute.custom === false || attribute.archived === true) continue;
    byName.set(attribute.name, [...(byName.get(attribute.name) ?? []), attribute]);
  }
  return [...byName.values()]
    .flatMap((namesakes) => (new Set(namesakes.map(jsonType)).size === 1 ? namesakes.slice(0, 1) : []))
    .filter((attribute) => jsonType(attribute) !== undefined)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function columnsOf(attributes: readonly Attribute[], taken: readonly string[]): JsonSchema {
  const names = columnNames(attributes, taken);
  return Object.fromEntries(
    attributes.map((attribute) => [names.get(attribute), { title: attribute.name, ...propertyOf(attribute) }]),
  );
}

function columnNames(attributes: readonly Attribute[], taken: readonly string[]): Map<Attribute, string> {
  const used = new Set(taken.map((name) => name.toLowerCase()));
  const names = new Map<Attribute, string>();
  for (const attribute of [...attributes].sort((a, b) => Number(a.id ?? 0) - Number(b.id ?? 0))) {
    let name = `${COLUMN_PREFIX}${slug(attribute.name) || attribute.id}`;
    while (used.has(name)) name = `${name}_${attribute.id ?? ''}`;
    used.add(name);
    names.set(attribute, name);
  }
  return names;
}

function slug(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, '_')
    .replaceAll(/^_+|_+$/g, '');
}

function propertyOf(attribute: Attribute): JsonSchema {
  const meaning = attribute.description || attribute.label || attribute.name;
  const unit = attribute.data_type.startsWith('date') ? ' (Unix seconds)' : '';
  return { description: `${meaning}${unit}`, type: ['null', jsonType(attribute)] };
}

function jsonType(attribute: Attribute): string | undefined {
  return JSON_TYPES.get(attribute.data_type);
}
