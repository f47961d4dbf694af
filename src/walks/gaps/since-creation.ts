import type { Gap } from '../../progress/progress.ts';
import type { Page, WalkContext } from '../walk.ts';

/** How much earlier than the workspace itself a record of it may be dated. */
const CREATION_MARGIN_SECONDS = 86_400;

/**
 * Takes the time before the workspace was made off the gaps: nothing can be in it, so it is done without a call. Yields a
 * page without records for each such period, and returns what is left of the gaps.
 */
export async function* sinceCreation(
  gaps: readonly Gap[],
  { workspaceCreatedAt }: WalkContext,
): AsyncGenerator<Page<never>, readonly Gap[]> {
  const earliest = workspaceCreatedAt - CREATION_MARGIN_SECONDS;
  for (const { from, to } of gaps) {
    if (from < earliest) yield { records: [], gap: { from, to: Math.min(to, earliest) } };
  }
  return gaps.filter(({ to }) => to > earliest).map(({ from, to }) => ({ from: Math.max(from, earliest), to }));
}
