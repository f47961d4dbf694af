import { isObject, type JsonSchema } from '../json.ts';
import { CASTS, type Cast } from './cast.ts';
import { COLUMN_PREFIX, propertiesOf } from './custom-attribute-types.ts';
import type { OnMisfit, Row, Shape } from './row.ts';

/**
 * Converts custom attributes to the types that `schema`, the stream's schema in the configured catalog, declares, and
 * moves those that have a column of their own there. A value that doesn't fit becomes null; attributes that aren't
 * declared stay as they are. Undefined where the schema declares no custom attribute, so that such streams cost nothing.
 */
export function customAttributeShape(schema: JsonSchema): Shape | undefined {
  const properties = propertiesOf(schema);
  const holder = HOLDERS.find((name) => name in properties);
  if (holder === undefined) return undefined;
  const columns = columnTargets(properties);
  const targets = [...columns, ...nestedTargets(holder, properties)];
  if (targets.length === 0) return undefined;
  const moved = new Set(columns.map(({ attribute }) => attribute));
  return (row, onMisfit) => {
    const values = row[holder];
    if (!isObject(values)) return row;
    const cast = castValues(values, targets, onMisfit);
    const kept = { ...values, ...cast.nested };
    if (moved.size === 0) return { ...row, [holder]: kept };
    return widen(row, { [holder]: without(kept, moved), ...cast.columns });
  };
}

/** The column with the attributes: of tickets, and of all other streams. */
const HOLDERS = ['ticket_attributes', 'custom_attributes'];

interface Target {
  readonly attribute: string;
  /** The path of the value in the row that comes out. */
  readonly field: string;
  /** Absent: the value stays inside the object. */
  readonly column?: string;
  readonly cast: Cast;
  /** With its article. */
  readonly typeName: string;
}

function columnTargets(properties: Readonly<Record<string, JsonSchema>>): Target[] {
  return Object.entries(properties).flatMap(([column, property]) => {
    const { title } = property;
    const type = typeOf(property);
    if (!column.startsWith(COLUMN_PREFIX) || typeof title !== 'string' || type === undefined) return [];
    return [{ attribute: title, field: column, column, ...type }];
  });
}

function nestedTargets(holder: string, properties: Readonly<Record<string, JsonSchema>>): Target[] {
  return Object.entries(propertiesOf(properties[holder] ?? {})).flatMap(([attribute, property]) => {
    const type = typeOf(property);
    return type === undefined ? [] : [{ attribute, field: `${holder}.${attribute}`, ...type }];
  });
}

/** Undefined for a union of types, or a type that attributes don't have: such values are not converted. */
function typeOf({ type }: JsonSchema): Pick<Target, 'cast' | 'typeName'> | undefined {
  const [name, ...others] = (Array.isArray(type) ? type : [type]).filter((one) => one !== 'null');
  const cast = others.length === 0 && typeof name === 'string' ? CASTS.get(name) : undefined;
  return cast && { cast, typeName: name === 'integer' ? 'an integer' : `a ${name}` };
}

/** What kind of value it is. Never the value itself, which may be private. */
function formOf(value: unknown): string {
  if (typeof value === 'string') return 'a text';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function castValues(values: Row, targets: readonly Target[], onMisfit: OnMisfit) {
  const nested: Record<string, unknown> = {};
  const columns: Record<string, unknown> = {};
  for (const { attribute, field, column, cast, typeName } of targets) {
    const value = Object.hasOwn(values, attribute) ? values[attribute] : undefined;
    if (value === undefined) continue;
    const fitting = value === null ? null : tryCast(cast, value);
    if (fitting === undefined) {
      onMisfit(field, `is ${formOf(value)} that is not ${typeName}, the type of the attribute in the schema`);
    }
    if (column === undefined) nested[attribute] = fitting ?? null;
    else columns[column] = fitting ?? null;
  }
  return { nested, columns };
}

function tryCast(cast: Cast, value: unknown): unknown {
  try {
    return cast(value);
  } catch {
    return undefined;
  }
}

/** V8 takes half a millisecond to make an ordinary object with so many properties; without a prototype it is fast. */
function widen(row: Row, columns: Row): Row {
  return Object.assign(Object.create(null), row, columns);
}

function without(values: Row, names: ReadonlySet<string>): Row {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !names.has(name)));
}
