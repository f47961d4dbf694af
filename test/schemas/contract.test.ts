import { describe, expect, it } from 'vitest';
import { toJsonSchema } from '../../src/airbyte/json-schema.ts';
import { isObject } from '../../src/json.ts';
import type { Row } from '../../src/rows/row.ts';
import { FIXED_STREAMS } from '../streams/fixtures.ts';
import { apiDescription } from './api-description.ts';
import { EXAMPLE_EXCEPTIONS, type Exception, SCHEMA_EXCEPTIONS } from './contract-exceptions.ts';
import {
  DESCRIBED_STREAMS,
  type DescribedStream,
  STREAMS_OF_OUR_OWN,
  STREAMS_WITHOUT_EXAMPLES,
} from './described-streams.ts';
import { pathsOfSchema } from './json-schema-paths.ts';

const description = apiDescription();

it('has a line for every registered stream', () => {
  const known = new Set([...STREAMS_OF_OUR_OWN, ...DESCRIBED_STREAMS.map(({ name }) => name)]);
  expect(FIXED_STREAMS.map(({ name }) => name).filter((name) => !known.has(name))).toEqual([]);
});

it('makes exceptions only for streams that it has a line for', () => {
  const names = new Set(DESCRIBED_STREAMS.map(({ name }) => name));
  const excepted = [...SCHEMA_EXCEPTIONS, ...EXAMPLE_EXCEPTIONS].map(({ column }) => column.split('.')[0] ?? '');
  expect(excepted.filter((name) => !names.has(name))).toEqual([]);
});

if (description === undefined) {
  it.skip("compares the schemas with Intercom's API description: SKIPPED, INTERCOM_OPENAPI names no file");
} else {
  describe.each(DESCRIBED_STREAMS)('$name', (stream) => {
    const { name, schema, components, rows } = stream;
    const declared = pathsOfSchema(toJsonSchema(schema));
    const documented = components.flatMap((component) => [...pathsOfSchema(description.schemaOf(component))]);
    const examples = components.flatMap((component) => description.examplesOf(component));

    it('declares every property of the API description with its type', () => {
      const differing = documented.filter(([path, types]) => !isOneOf(declared.get(path), types));
      expectOnly(
        differing.map(([path, types]) => ({ path, problem: `${types} is ${declared.get(path) ?? 'missing'}` })),
        exceptionsOf(name, SCHEMA_EXCEPTIONS),
      );
    });

    it('holds every published example, and declares its properties', () => {
      expect(examples.length === 0).toBe(STREAMS_WITHOUT_EXAMPLES.includes(name));
      const excepted = exceptionsOf(name, SCHEMA_EXCEPTIONS);
      const undeclared = examples
        .flatMap(rows)
        .flatMap((row) => [...pathsOfValue(row, '', declared)])
        .filter((path) => !declared.has(path) && !excepted.some((column) => isWithin(path, column)));
      expectOnly(
        [
          ...examples.flatMap((example) => misfitsOf(stream, example)),
          ...undeclared.map((path) => ({ path, problem: 'not declared' })),
        ],
        exceptionsOf(name, EXAMPLE_EXCEPTIONS),
      );
    });
  });
}

interface Problem {
  readonly path: string;
  readonly problem: string;
}

/** All problems are excepted, and no exception is without its problem. */
function expectOnly(problems: readonly Problem[], exceptions: readonly string[]): void {
  expect(problems.filter(({ path }) => !exceptions.some((column) => isWithin(path, column)))).toEqual([]);
  expect(exceptions.filter((column) => !problems.some(({ path }) => isWithin(path, column)))).toEqual([]);
}

function misfitsOf({ schema, rows }: DescribedStream, example: Row): Problem[] {
  return rows(example).flatMap((row) =>
    (schema.safeParse(row).error?.issues ?? []).map(({ path, message }) => ({
      path: path
        .map((step) => (typeof step === 'number' ? '[]' : `.${String(step)}`))
        .join('')
        .slice(1),
      problem: `${message} in ${JSON.stringify(example).slice(0, 200)}`,
    })),
  );
}

/** The paths of a value, but none below a column that is declared open. */
function* pathsOfValue(value: unknown, path: string, declared: ReadonlyMap<string, string>): Generator<string> {
  if (Array.isArray(value)) {
    for (const item of value) yield* pathsOfValue(item, `${path}[]`, declared);
  } else if (isObject(value) && !isOpen(path, declared)) {
    for (const [key, property] of Object.entries(value)) {
      const inner = path === '' ? key : `${path}.${key}`;
      yield inner;
      yield* pathsOfValue(property, inner, declared);
    }
  }
}

function isOpen(path: string, declared: ReadonlyMap<string, string>): boolean {
  return path !== '' && ![...declared.keys()].some((column) => column.startsWith(`${path}.`));
}

/** The description leaves the type of some properties open. */
function isOneOf(type: string | undefined, types: string): boolean {
  return type !== undefined && (types === '' || types.split(' or ').includes(type));
}

function exceptionsOf(stream: string, exceptions: readonly Exception[]): readonly string[] {
  return exceptions.flatMap(({ column }) => (column.startsWith(`${stream}.`) ? [column.slice(stream.length + 1)] : []));
}

function isWithin(path: string, column: string): boolean {
  return path === column || path.startsWith(`${column}.`) || path.startsWith(`${column}[]`);
}
