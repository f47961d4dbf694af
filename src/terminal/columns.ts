import cliTruncate from 'cli-truncate';
import stringWidth from 'string-width';

/** A column of a table. `cell` may contain colours. */
export interface Column<T> {
  readonly title: string;
  readonly align?: 'right';
  readonly cell: (row: T) => string;
}

const GAP = '  ';

/**
 * The lines of a table, its titles first, none wider than `width`. Where the columns don't fit, those in `dispensable`
 * are left out, in that order. The last column takes what is left of the width.
 */
export function tableLines<T>(
  rows: readonly T[],
  columns: readonly Column<T>[],
  { width, dispensable = [] }: { readonly width: number; readonly dispensable?: readonly string[] },
): readonly string[] {
  const shown = fitting(rows, columns, width, dispensable);
  const widths = shown.map((column) => widthOf(rows, column));
  const line = (cells: readonly string[]) => {
    const padded = cells.map((cell, at) => pad(cell, widths[at] ?? 0, shown[at]?.align, at === cells.length - 1));
    return cliTruncate(padded.join(GAP).trimEnd(), width);
  };
  return [line(shown.map(({ title }) => title)), ...rows.map((row) => line(shown.map(({ cell }) => cell(row))))];
}

function fitting<T>(
  rows: readonly T[],
  columns: readonly Column<T>[],
  width: number,
  [first, ...others]: readonly string[],
): readonly Column<T>[] {
  const needed = columns.slice(0, -1).reduce((sum, column) => sum + widthOf(rows, column) + GAP.length, 0);
  if (first === undefined || needed + ROOM_FOR_LAST <= width) return columns;
  const fewer = columns.filter(({ title }) => title !== first);
  return fitting(rows, fewer, width, others);
}

/** The last column is of little use in less. */
const ROOM_FOR_LAST = 24;

function widthOf<T>(rows: readonly T[], { title, cell }: Column<T>): number {
  return Math.max(stringWidth(title), ...rows.map((row) => stringWidth(cell(row))));
}

function pad(text: string, width: number, align: 'right' | undefined, isLast: boolean): string {
  const space = ' '.repeat(Math.max(0, width - stringWidth(text)));
  if (align === 'right') return space + text;
  return isLast ? text : text + space;
}
