import type { z } from 'zod';

const MOST_PROBLEMS = 5;

/** What is wrong with an input, by field and never by value: the first five problems, and the number of the others. */
export function problemsOf({ issues }: z.ZodError, whole: string): string[] {
  const told = issues.slice(0, MOST_PROBLEMS).map(({ path, message }) => `${path.join('.') || whole}: ${message}`);
  const untold = issues.length - told.length;
  return untold > 0 ? [...told, `and ${untold} more`] : told;
}
