import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { isObject } from '../../src/json.ts';
import type { Row } from '../../src/rows/row.ts';

type Schema = Readonly<Record<string, unknown>>;

/** The file of Intercom's API description, version 2.16 in YAML, which is not part of this repository. */
const { INTERCOM_OPENAPI: FILE = '' } = process.env;

/** Intercom's published description of its API; undefined where no file is named. */
export function apiDescription(): ApiDescription | undefined {
  if (!existsSync(FILE)) return undefined;
  const parsed: unknown = parse(readFileSync(FILE, 'utf8'), { prettyErrors: false });
  return new ApiDescription(asSchema(parsed));
}

/** An OpenAPI description: what its components look like, and which objects in its example answers are which of them. */
class ApiDescription {
  private readonly components: Schema;
  private readonly examplesByComponent = new Map<string, Row[]>();

  constructor(description: Schema) {
    this.components = asSchema(asSchema(description.components).schemas);
    for (const { schema, examples } of answersOf(description)) {
      for (const example of examples) this.collect(schema, example);
    }
  }

  /** All objects of a component in the example answers, wherever they are embedded. */
  examplesOf(component: string): readonly Row[] {
    return this.examplesByComponent.get(component) ?? [];
  }

  /** A component as JSON schema without references, the branches of its unions together. Throws if there is none. */
  schemaOf(component: string): Schema {
    return this.plain(this.component(component));
  }

  private component(name: string): Schema {
    const schema = this.components[name];
    if (!isObject(schema)) throw new Error(`The API description has no component ${name}.`);
    return schema;
  }

  private referenced({ $ref: reference }: Schema): string | undefined {
    return typeof reference === 'string' ? reference.split('/').at(-1) : undefined;
  }

  private plain(schema: Schema): Schema {
    const name = this.referenced(schema);
    if (name !== undefined) return this.schemaOf(name);
    const branches = [...branchesOf(schema), ...listOf(schema.allOf)].map((branch) => this.plain(branch));
    const properties = [schema, ...branches].flatMap((branch) => Object.entries(asSchema(branch.properties)));
    const type = [schema, ...branches].flatMap((branch) => branch.type ?? []);
    const items = [schema, ...branches].map((branch) => branch.items).find(isObject);
    return {
      type: [...new Set(type)],
      properties: Object.fromEntries(properties.map(([key, property]) => [key, this.plain(asSchema(property))])),
      ...(items === undefined ? {} : { items: this.plain(items) }),
    };
  }

  private collect(schema: Schema, value: unknown): void {
    const name = this.referenced(schema);
    if (name !== undefined) {
      if (isObject(value)) this.examplesByComponent.set(name, [...this.examplesOf(name), value]);
      this.collect(this.component(name), value);
    }
    for (const part of listOf(schema.allOf)) this.collect(part, value);
    for (const branch of branchesOf(schema)) if (this.isOneOf(branch, value)) this.collect(branch, value);
    if (Array.isArray(value)) for (const item of value) this.collect(asSchema(schema.items), item);
    if (!isObject(value)) return;
    for (const [key, property] of Object.entries(asSchema(schema.properties))) {
      this.collect(asSchema(property), value[key]);
    }
  }

  /** Branches are told apart by the values that their properties allow, such as `type`. */
  private isOneOf(branch: Schema, value: unknown): boolean {
    const name = this.referenced(branch);
    if (name !== undefined) return this.isOneOf(this.component(name), value);
    if (!isObject(value)) return false;
    return (
      listOf(branch.allOf).every((part) => this.isOneOf(part, value)) &&
      Object.entries(asSchema(branch.properties)).every(([key, property]) => {
        const { enum: allowed } = asSchema(property);
        return !Array.isArray(allowed) || value[key] === undefined || allowed.includes(value[key]);
      })
    );
  }
}

function* answersOf({ paths }: Schema): Generator<{ readonly schema: Schema; readonly examples: readonly unknown[] }> {
  const operations = Object.values(asSchema(paths)).flatMap((methods) => Object.values(asSchema(methods)));
  for (const operation of operations) {
    for (const [status, answer] of Object.entries(asSchema(asSchema(operation).responses))) {
      const { schema, examples } = asSchema(asSchema(asSchema(answer).content)['application/json']);
      if (!status.startsWith('2')) continue;
      yield { schema: asSchema(schema), examples: Object.values(asSchema(examples)).map((it) => asSchema(it).value) };
    }
  }
}

function branchesOf({ oneOf, anyOf }: Schema): readonly Schema[] {
  return [...listOf(oneOf), ...listOf(anyOf)];
}

function listOf(value: unknown): readonly Schema[] {
  return Array.isArray(value) ? value.map(asSchema) : [];
}

function asSchema(value: unknown): Schema {
  return isObject(value) ? value : {};
}
