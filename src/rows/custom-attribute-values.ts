import { isObject } from '../json.ts';
import { CASTS, type Cast } from './cast.ts';
import { COLUMN_PREFIX, type JsonSchema, propertiesOf } from './custom-attribute-types.ts';
import type { Row } from './row.ts';

/** A value that didn't fit its column. */
export interface NulledValue {
  readonly field: string;
  readonly change: 'NULLED';
  readonly reason: 'SOURCE_SERIALIZATION_ERROR';
}

export interface CastRow {
  readonly row: Row;
  readonly changes: readonly NulledValue[];
}

/**
 * Makes a function that fits a stream's custom attributes to `schema`, the one that the configured catalog gives the
 * stream: each value to the type declared for it, and into its column where there is one. A value that doesn't fit
 * becomes null and is told, in `changes` and by its attribute's name to `onMisfit`; attributes that aren't declared stay
 * as they are. Undefined where the schema declares no custom attribute, so that such streams pay nothing.
 */
export function customAttributeCaster(
  schema: JsonSchema,
  onMisfit: (attribute: string) => void,
): ((row: Row) => CastRow) | undefined {
  const properties = propertiesOf(schema);
  const holder = HOLDERS.find((name) => name in properties);
  if (holder === undefined) return undefined;
  const columns = columnTargets(properties);
  const targets = [...columns, ...nestedTargets(holder, properties)];
  if (targets.length === 0) return undefined;
  const moved = new Set(columns.map(({ attribute }) => attribute));
  return (row) => {
    const values = row[holder];
    if (!isObject(values)) return { row, changes: [] };
    const cast = castValues(values, targets, onMisfit);
    const kept = { ...values, ...cast.nested };
    if (moved.size === 0) return { row: { ...row, [holder]: kept }, changes: cast.changes };
    return { row: widen(row, { [holder]: without(kept, moved), ...cast.columns }), changes: cast.changes };
  };
}

/** Where tickets have their attributes, and where all others have them. */
const HOLDERS = ['ticket_attributes', 'custom_attributes'];

interface Target {
  readonly attribute: string;
  /** The path of the value in the row that comes out. */
  readonly field: string;
  /** Absent: the value stays inside the object. */
  readonly column?: string;
  readonly cast: Cast;
}

function columnTargets(properties: Readonly<Record<string, JsonSchema>>): Target[] {
  return Object.entries(properties).flatMap(([column, property]) => {
    const { title } = property;
    const cast = castOf(property);
    if (!column.startsWith(COLUMN_PREFIX) || typeof title !== 'string' || cast === undefined) return [];
    return [{ attribute: title, field: column, column, cast }];
  });
}

function nestedTargets(holder: string, properties: Readonly<Record<string, JsonSchema>>): Target[] {
  return Object.entries(propertiesOf(properties[holder] ?? {})).flatMap(([attribute, property]) => {
    const cast = castOf(property);
    return cast === undefined ? [] : [{ attribute, field: `${holder}.${attribute}`, cast }];
  });
}

/** Undefined for a type of several, or one that attributes don't have: such values are left alone. */
function castOf({ type }: JsonSchema): Cast | undefined {
  const [name, ...others] = (Array.isArray(type) ? type : [type]).filter((one) => one !== 'null');
  return others.length === 0 && typeof name === 'string' ? CASTS.get(name) : undefined;
}

function castValues(values: Row, targets: readonly Target[], onMisfit: (attribute: string) => void) {
  const nested: Record<string, unknown> = {};
  const columns: Record<string, unknown> = {};
  const changes: NulledValue[] = [];
  for (const { attribute, field, column, cast } of targets) {
    const value = Object.hasOwn(values, attribute) ? values[attribute] : undefined;
    if (value === undefined) continue;
    const fitting = value === null ? null : cast(value);
    if (fitting === undefined) {
      changes.push({ field, change: 'NULLED', reason: 'SOURCE_SERIALIZATION_ERROR' });
      onMisfit(attribute);
    }
    if (column === undefined) nested[attribute] = fitting ?? null;
    else columns[column] = fitting ?? null;
  }
  return { nested, columns, changes };
}

/** V8 takes half a millisecond to make an ordinary object this wide; without a prototype it is a hash table at once. */
function widen(row: Row, columns: Row): Row {
  return Object.assign(Object.create(null), row, columns);
}

function without(values: Row, names: ReadonlySet<string>): Row {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !names.has(name)));
}
