import { isObject, type JsonObject } from '../../src/json.ts';

/** A schema inside another, and the path of property names that leads to it. */
export interface Place {
  readonly path: readonly string[];
  readonly schema: JsonObject;
}

/** The schema itself and every schema of a property or of array items below it. */
export function placesIn(schema: unknown, path: readonly string[] = []): readonly Place[] {
  if (!isObject(schema)) return [];
  const inner = Object.entries(propertiesOf(schema)).flatMap(([name, one]) => placesIn(one, [...path, name]));
  return [{ path, schema }, ...inner, ...placesIn(schema.items, [...path, '[]'])];
}

export function propertiesOf(schema: unknown): JsonObject {
  return isObject(schema) && isObject(schema.properties) ? schema.properties : {};
}

/** The types that a schema allows; empty when it allows any. */
export function typesOf({ type }: JsonObject): readonly unknown[] {
  return type === undefined ? [] : [type].flat();
}

/** A list in a schema, such as `required` or `enum`; undefined when the schema has none. */
export function listAt(schema: JsonObject, name: string): readonly unknown[] | undefined {
  const list = schema[name];
  return Array.isArray(list) ? list : undefined;
}
