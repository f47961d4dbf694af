import type { Conversions } from './convert.ts';
import type { Row, Shape } from './row.ts';

/** Makes a column out of the whole record, as the API sent it. Undefined leaves the column as it is. */
export type Derive = (record: Row) => unknown;

/** How the columns of a stream differ from what the API sends. Columns that are not named pass unchanged. */
export interface ColumnRules {
  /** Columns whose value has another form than the API's. A value that is absent or null stays so. */
  readonly conversions: Conversions;
  /** Columns that are made of other ones. */
  readonly derived: Readonly<Record<string, Derive>>;
}

/** Applies the rules of a stream's columns; undefined when it has none. Columns that are `kept` never become null. */
export function columnShape({ conversions, derived }: ColumnRules, kept: ReadonlySet<string>): Shape | undefined {
  const converting = Object.entries(conversions).map(([column, convert]): [string, Derive] => [
    column,
    ({ [column]: value }) => (value === undefined || value === null ? undefined : convert(value)),
  ]);
  const rules = [...converting, ...Object.entries(derived)];
  if (rules.length === 0) return undefined;
  return (record, onMisfit) => {
    const row: Record<string, unknown> = { ...record };
    for (const [column, derive] of rules) {
      try {
        const value = derive(record);
        if (value !== undefined) row[column] = value;
      } catch {
        if (!kept.has(column)) row[column] = null;
        onMisfit(column, 'could not be converted');
      }
    }
    return row;
  };
}
