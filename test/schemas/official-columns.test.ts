import { describe, expect, it } from 'vitest';
import { toJsonSchema } from '../../src/airbyte/json-schema.ts';
import { FIXED_STREAMS } from '../streams/fixtures.ts';
import { pathsOfColumns, pathsOfSchema } from './json-schema-paths.ts';
import { type Difference, OFFICIAL_STREAMS } from './official-columns.ts';

const OUR_STREAMS = FIXED_STREAMS.filter(({ name }) => name in OFFICIAL_STREAMS);

it('has every stream of the official connector', () => {
  expect(OUR_STREAMS.map(({ name }) => name).sort()).toEqual(Object.keys(OFFICIAL_STREAMS).sort());
});

describe.each(OUR_STREAMS)('$name', ({ name, stream: { schema } }) => {
  const { columns, differences } = OFFICIAL_STREAMS[name] ?? { columns: {}, differences: [] };
  const official = pathsOfColumns(columns);
  const ours = pathsOfSchema(toJsonSchema(schema));

  it('has every column of the official stream with its type, except for the differences listed', () => {
    const expected = [...official].filter(([path]) => !differences.some(({ column }) => isWithin(path, column)));

    expect(expected.map(([path]) => [path, ours.get(path)])).toEqual(expected);
  });

  it('lists only differences that there are', () => {
    const stated = differences.map(({ column, ours: type }) => [column, type]);

    expect(differences.map(({ column }) => [column, ours.get(column) ?? null])).toEqual(stated);
    expect(differences.filter((difference) => official.get(difference.column) === difference.ours)).toEqual([]);
    expect(differences.filter(({ column }) => !official.has(column))).toEqual([]);
  });
});

function isWithin(path: string, column: Difference['column']): boolean {
  return path === column || path.startsWith(`${column}.`) || path.startsWith(`${column}[]`);
}
