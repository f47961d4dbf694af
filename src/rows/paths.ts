import { isObject } from '../json.ts';
import type { Convert } from './convert.ts';
import type { Row } from './row.ts';

/*
 * A path leads to values in a row: names with dots between them, `[]` for each item of a list. `source.body` is one
 * value, `ticket_parts.ticket_parts[].body` one of each part.
 */

/** A copy of the row in which the values at `path` are converted. Those that are absent or null stay so. */
export function convertAt(row: Row, path: string, convert: Convert): Row {
  const converted = convertBelow(row, path.replaceAll('[]', '.[]').split('.'), 0, convert);
  return isObject(converted) ? converted : row;
}

function convertBelow(value: unknown, steps: readonly string[], at: number, convert: Convert): unknown {
  if (value === null || value === undefined) return value;
  const step = steps[at];
  if (step === undefined) return convert(value);
  if (step === '[]') {
    return Array.isArray(value) ? value.map((item) => convertBelow(item, steps, at + 1, convert)) : value;
  }
  if (!isObject(value) || !Object.hasOwn(value, step)) return value;
  return { ...value, [step]: convertBelow(value[step], steps, at + 1, convert) };
}

/**
 * The objects in a list inside a record, at the first of `paths` where there is a list: `['companies.data',
 * 'companies.companies']` finds either. Undefined when there is no list, which is not the same as an empty one.
 */
export function rowsAt(record: Row, paths: readonly string[]): readonly Row[] | undefined {
  const list = paths.map((path) => valueAt(record, path)).find((value) => Array.isArray(value));
  return list?.filter(isObject);
}

function valueAt(record: Row, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => (isObject(value) ? value[name] : undefined), record);
}
