import type { Dice } from '../generate/dice.ts';
import type { Collection } from '../search/collection.ts';
import type { Workspace } from '../workspace.ts';
import type { RandomChange } from './resource.ts';

/** Changes any one record of a collection; does nothing when there is none. */
export function touchAny(
  stream: string,
  of: (workspace: Workspace) => Collection,
  touch: (workspace: Workspace, id: string, dice: Dice) => void,
): RandomChange['make'] {
  return (workspace, dice) => {
    const records = of(workspace);
    if (records.count === 0) return {};
    let row = dice.below(records.end);
    while (!records.has(row)) row = (row + 1) % records.end;
    const id = records.idOf(row);
    touch(workspace, id, dice);
    return { [stream]: id };
  };
}
