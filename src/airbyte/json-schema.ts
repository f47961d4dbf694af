import { z } from 'zod';
import { asObject, type JsonObject, type JsonSchema } from '../json.ts';

/**
 * The schema as destinations understand it: draft-07 without references, unions, enums or bounds; nullable types as
 * `["null", T]`; objects open. Throws on a schema that can't be written so, such as a property of unknown type.
 */
export function toJsonSchema(schema: z.ZodType): JsonSchema {
  const { $schema, ...root } = toDraft07(schema);
  return { $schema, ...toDestinationDialect(root, 'root') };
}

/**
 * The schema as Airbyte's form and its validators understand it: all keywords kept, an optional property also takes
 * null (`[T, "null"]`), objects open.
 */
export function toSpecSchema(schema: z.ZodObject): JsonSchema {
  const { properties, required, additionalProperties: _, ...root } = toDraft07(schema);
  const names: readonly unknown[] = Array.isArray(required) ? required : [];
  const fields = Object.entries(asObject(properties)).map(([name, field]) => [
    name,
    toFormField(asObject(field), names.includes(name)),
  ]);
  return { ...root, required: names, additionalProperties: true, properties: Object.fromEntries(fields) };
}

function toDraft07(schema: z.ZodType): JsonObject {
  return { ...z.toJSONSchema(schema, { target: 'draft-07', io: 'input', reused: 'inline', cycles: 'throw' }) };
}

const SCALARS: ReadonlySet<unknown> = new Set(['string', 'integer', 'number', 'boolean']);
/** Zod's other formats, such as `email`, mean nothing to a destination. */
const FORMATS: ReadonlySet<unknown> = new Set(['date', 'date-time', 'time']);

function toDestinationDialect(node: JsonObject, place: string): JsonSchema {
  const { description, types, shape } = resolve(node, place);
  return {
    ...(description === undefined ? {} : { description }),
    type: types.length === 1 ? types[0] : types,
    ...(FORMATS.has(shape.format) ? { format: shape.format } : {}),
    ...(shape.airbyte_type === undefined ? {} : { airbyte_type: shape.airbyte_type }),
    ...(types.includes('object') ? objectKeywords(shape, place) : {}),
    ...(types.includes('array') ? arrayKeywords(shape, place) : {}),
  };
}

function objectKeywords(shape: JsonObject, place: string): JsonSchema {
  const properties = Object.entries(asObject(shape.properties)).map(([name, property]) => [
    name,
    toDestinationDialect(asObject(property), `${place}.${name}`),
  ]);
  return {
    ...(properties.length === 0 ? {} : { properties: Object.fromEntries(properties) }),
    ...(Array.isArray(shape.required) ? { required: shape.required } : {}),
    additionalProperties: true,
  };
}

function arrayKeywords(shape: JsonObject, place: string): JsonSchema {
  const items = asObject(shape.items);
  return { items: Object.keys(items).length === 0 ? {} : toDestinationDialect(items, `${place}[]`) };
}

interface Resolved {
  readonly description: unknown;
  /** Null first. */
  readonly types: readonly unknown[];
  /** The node, or the one branch of its union that isn't null, with the keywords that belong to the types. */
  readonly shape: JsonObject;
}

function resolve(node: JsonObject, place: string): Resolved {
  const branches: readonly unknown[] = Array.isArray(node.anyOf) ? node.anyOf : [node];
  const shapes = branches.map(asObject);
  const types = new Set(shapes.flatMap(({ type }) => type ?? []));
  const isNullable = types.delete('null');
  const isSayable = types.size === 1 || [...types].every((type) => SCALARS.has(type));
  if (types.size === 0 || !isSayable || shapes.some(({ type }) => type === undefined)) {
    throw new Error(`The schema at ${place} has no type that a destination understands.`);
  }
  const shape = shapes.find(({ type }) => type !== 'null') ?? node;
  return {
    description: node.description ?? shape.description,
    types: isNullable ? ['null', ...types] : [...types],
    shape: { ...shape, ...(node.airbyte_type === undefined ? {} : { airbyte_type: node.airbyte_type }) },
  };
}

function toFormField(field: JsonObject, isRequired: boolean): JsonSchema {
  const { type, minimum, maximum, ...rest } = field;
  return {
    type: isRequired || field.enum !== undefined ? type : [type, 'null'],
    ...rest,
    ...(Number.MIN_SAFE_INTEGER === minimum || minimum === undefined ? {} : { minimum }),
    ...(Number.MAX_SAFE_INTEGER === maximum || maximum === undefined ? {} : { maximum }),
  };
}
