import { isObject } from '../json.ts';

/** Turns one value, neither null nor absent, into the form its column has. What would lose something comes back as it was. */
export type Convert = (value: unknown) => unknown;

/** Conversions by the name of the column or property. */
export type Conversions = Readonly<Record<string, Convert>>;

/** Converts the named properties of an object. Those that are absent or null stay so. */
export function inside(conversions: Conversions): Convert {
  const entries = Object.entries(conversions);
  return (value) => {
    if (!isObject(value)) return value;
    const converted: Record<string, unknown> = { ...value };
    for (const [name, convert] of entries) {
      const property = value[name];
      if (property !== undefined && property !== null) converted[name] = convert(property);
    }
    return converted;
  };
}

/** Converts each item of an array. */
export function each(convert: Convert): Convert {
  return (value) => (Array.isArray(value) ? value.map((item) => convert(item)) : value);
}

/** A number as text. */
export const toText: Convert = (value) => (typeof value === 'number' ? String(value) : value);

/** Digits as an integer, where the integer gives the same digits back: not `007`, nor more than a double holds. */
export const toInteger: Convert = (value) => {
  const integer = Number(value);
  return Number.isSafeInteger(integer) && String(integer) === value ? integer : value;
};

/** The id of an assignee, null where the API sends 0 because nobody is assigned. */
export function assignee(toId: Convert): Convert {
  return (value) => (value === 0 || value === '0' ? null : toId(value));
}
