/** Lines of text in columns; columns of numbers are aligned to the right. */
export function table(titles: readonly string[], lines: readonly (readonly string[])[]): string {
  const widths = titles.map((title, i) => Math.max(title.length, ...lines.map((line) => line[i]?.length ?? 0)));
  const isNumber = titles.map((_, i) => lines.every((line) => /^[\d.,]*$/.test(line[i] ?? '')));
  const toLine = (cells: readonly string[]) =>
    cells.map((cell, i) => (isNumber[i] ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0))).join('  ');
  return [toLine(titles), widths.map((width) => '-'.repeat(width)).join('  '), ...lines.map(toLine)].join('\n');
}
