import { isObject, type JsonObject } from '../../src/json.ts';
import { propertiesOf, typesOf } from '../acceptance/schema.ts';

/** What a row has that its schema does not say. Holds names of the API's fields and of types, never a value. */
export interface FieldNotes {
  /** Paths that no schema declares, with the types that were found there. */
  readonly undeclared: Map<string, Set<string>>;
  /** Paths whose values are of another type than declared: `declared string, found integer`. */
  readonly mistyped: Map<string, Set<string>>;
}

export function noNotes(): FieldNotes {
  return { undeclared: new Map(), mistyped: new Map() };
}

/**
 * Compares a row with its schema and adds to the notes what differs. Where a schema declares no properties, the names below are the
 * workspace's own and are not looked at.
 */
export function compareFields(row: JsonObject, schema: JsonObject, notes: FieldNotes, path = ''): void {
  const declared = propertiesOf(schema);
  if (Object.keys(declared).length === 0) return;
  for (const [name, value] of Object.entries(row)) {
    const place = path === '' ? shown(name) : `${path}.${shown(name)}`;
    const property = declared[name];
    if (isObject(property)) compareValue(value, property, notes, place);
    else note(notes.undeclared, place, typeOf(value));
  }
}

function compareValue(value: unknown, schema: JsonObject, notes: FieldNotes, place: string): void {
  const types = typesOf(schema);
  const found = typeOf(value);
  const fits = types.length === 0 || types.includes(found) || (found === 'integer' && types.includes('number'));
  if (!fits)
    note(notes.mistyped, place, `declared ${types.filter((type) => type !== 'null').join(' or ')}, found ${found}`);
  if (isObject(value)) compareFields(value, schema, notes, place);
  if (Array.isArray(value) && isObject(schema.items)) {
    for (const item of value) compareValue(item, schema.items, notes, `${place}[]`);
  }
}

/** A name that does not look like one of the API's may be the workspace's own. */
function shown(name: string): string {
  return /^[a-z][a-z_]{0,49}$/.test(name) ? name : '(a name that is not shown)';
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

function note(notes: Map<string, Set<string>>, place: string, what: string): void {
  notes.set(place, (notes.get(place) ?? new Set()).add(what));
}
