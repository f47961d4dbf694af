import { isObject } from '../json.ts';
import type { Row } from './row.ts';

/** Turns one value into the form its column has. What can't be turned without loss comes back as it was. */
export type Convert = (value: unknown) => unknown;

/**
 * Makes a function that copies a record with the named properties converted. Those that are absent or null stay so, and
 * the record is never touched.
 */
export function converting(converters: Readonly<Record<string, Convert>>): (record: Row) => Row {
  const entries = Object.entries(converters);
  return (record) => {
    const row: Record<string, unknown> = { ...record };
    for (const [name, convert] of entries) {
      const value = row[name];
      if (value !== undefined && value !== null) row[name] = convert(value);
    }
    return row;
  };
}

/** Converts the named properties of an object. */
export function inside(converters: Readonly<Record<string, Convert>>): Convert {
  const convert = converting(converters);
  return (value) => (isObject(value) ? convert(value) : value);
}

/** Converts each item of an array. */
export function each(convert: Convert): Convert {
  return (value) => (Array.isArray(value) ? value.map((item) => convert(item)) : value);
}

/** A number as text. */
export const toText: Convert = (value) => (typeof value === 'number' ? String(value) : value);

/** Digits as an integer, as long as they can be had back from it. */
export const toInteger: Convert = (value) => {
  const integer = Number(value);
  return Number.isSafeInteger(integer) && String(integer) === value ? integer : value;
};

/** The id of an assignee, null where the API says 0 for nobody. */
export function assignee(toId: Convert): Convert {
  return (value) => (value === 0 || value === '0' ? null : toId(value));
}
