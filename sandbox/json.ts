/** A JSON object as the API sends it. */
export type Row = Record<string, unknown>;

export function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a dotted path, such as `statistics.count_reopens`; undefined where there is none. */
export function valueAt(row: Row, path: string): unknown {
  if (path in row) return row[path];
  let value: unknown = row;
  for (const key of path.split('.')) value = isRow(value) ? value[key] : undefined;
  return value;
}
