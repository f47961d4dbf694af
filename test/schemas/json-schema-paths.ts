import type { ColumnType } from './official-columns.ts';

type JsonSchema = Readonly<Record<string, unknown>>;

/** The type at each path of a JSON schema, such as `tags.data[].id` → `string`. */
export function pathsOfSchema(schema: JsonSchema): Map<string, string> {
  return new Map(memberPaths(schema, '', ''));
}

/** The type at each path of a table of column types. */
export function pathsOfColumns(columns: Readonly<Record<string, ColumnType>>): Map<string, string> {
  return new Map(Object.entries(columns).flatMap(([name, type]) => columnPaths(type, name)));
}

function* memberPaths(schema: JsonSchema, path: string, separator: string): Generator<[string, string]> {
  for (const [name, property] of Object.entries(asSchema(schema.properties))) {
    yield* schemaPaths(asSchema(property), `${path}${separator}${name}`);
  }
}

function* schemaPaths(schema: JsonSchema, path: string): Generator<[string, string]> {
  const type = [schema.type].flat().filter((name) => name !== 'null');
  yield [path, type.join(' or ')];
  if (type.includes('array')) yield* schemaPaths(asSchema(schema.items), `${path}[]`);
  yield* memberPaths(schema, path, '.');
}

function columnPaths(type: ColumnType, path: string): [string, string][] {
  if (typeof type === 'string') return [[path, type]];
  if (isArrayType(type)) return [[path, 'array'], ...columnPaths(type[0], `${path}[]`)];
  const members = Object.entries(type).flatMap(([name, member]) => columnPaths(member, `${path}.${name}`));
  return [[path, 'object'], ...members];
}

function isArrayType(type: ColumnType): type is readonly [ColumnType] {
  return Array.isArray(type);
}

function asSchema(value: unknown): JsonSchema {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
