import type { Row } from '../json.ts';
import { perWorkspace } from '../workspace.ts';
import type { View } from './list-resource.ts';

/** Rows in descending order of a time, and of the id where times are equal. */
export function newestFirst(rows: readonly Row[], field = 'updated_at'): Row[] {
  return [...rows].sort((a, b) => compared(b[field], a[field]) || Number(b.id) - Number(a.id));
}

const requestsOf = perWorkspace(() => ({ count: 0 }));

/** The latest change first. Rows of the same second have another order at each request, if the settings say so. */
export const latestChangeFirst: View = (rows, _call, workspace) => {
  if (!workspace.settings.shuffledTies) return newestFirst(rows);
  const diceOf = workspace.dice(`request ${requestsOf(workspace).count++}`);
  const places = new Map(rows.map((row, index) => [row, diceOf(index).unit()]));
  return [...rows].sort((a, b) => compared(b.updated_at, a.updated_at) || (places.get(a) ?? 0) - (places.get(b) ?? 0));
};

/** Of two times in the same form. */
function compared(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b));
}
