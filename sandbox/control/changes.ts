import { type ResourceChanges, resources } from '../resources/all.ts';
import type { Workspace } from '../workspace.ts';
import { type Changed, changeAtRandom } from './random-changes.ts';

/** Writes to the workspace, as its users would make them. Each takes effect at once, at second `at` (default: now). */
export type Changes = ResourceChanges & {
  /** Touches `count` random rows of all kinds and adds some; tells the ids of what changed, by stream. */
  random(count: number): Changed;
};

export function changesOf(workspace: Workspace): Changes {
  let rounds = 0;
  return Object.assign({}, ...resources.map(({ changes }) => changes?.(workspace)), {
    random: (count: number) => changeAtRandom(workspace, count, rounds++),
  });
}
