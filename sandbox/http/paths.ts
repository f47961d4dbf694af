/** Whether a path is the given one, begins with what stands before a `*` at its end, or matches the pattern. */
export function pathMatches(pattern: string | RegExp, path: string): boolean {
  if (typeof pattern !== 'string') return pattern.test(path);
  return pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
}
