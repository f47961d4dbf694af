/** The path with its ids replaced by `:id`, so that requests of one kind compare. Intercom's ids all contain a digit. */
export function pathShape(path: string): string {
  return path.replace(/[^/]*\d[^/]*/g, ':id');
}
