/** The path with `:id` in place of each id, the same for all requests of one kind. All of Intercom's ids contain a digit. */
export function pathShape(path: string): string {
  return path.replace(/[^/]*\d[^/]*/g, ':id');
}
