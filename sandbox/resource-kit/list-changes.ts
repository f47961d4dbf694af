import type { Row } from '../json.ts';
import type { Workspace } from '../workspace.ts';
import type { RandomChange } from './resource.ts';

interface ChangingList {
  of(workspace: Workspace): Row[];
  add(workspace: Workspace, patch: Row): string;
}

/** Writes to the rows of a generated list; `stamp` gives times the form that the list has them in. */
export function listChanges({ of, add }: ChangingList, stamp: (at: number) => unknown = (at) => at) {
  const changes = {
    /** Changes a row: its `updated_at` becomes `at`, and the fields of `patch` replace its own. */
    touch(workspace: Workspace, id: string, at: number = workspace.now, patch: Row = {}): void {
      Object.assign(knownRow(of(workspace), id), patch, { updated_at: stamp(at) });
    },
    /** Returns the new row's id. */
    add(workspace: Workspace, at: number = workspace.now, patch: Row = {}): string {
      return add(workspace, { created_at: stamp(at), updated_at: stamp(at), ...patch });
    },
    /** Touches any row, and adds one now and then. */
    random(stream: string): RandomChange {
      return {
        weight: 1,
        make: (workspace, dice) => {
          const row = of(workspace)[dice.below(of(workspace).length)];
          if (row === undefined || dice.chance(0.3)) return { [stream]: changes.add(workspace) };
          changes.touch(workspace, String(row.id));
          return { [stream]: String(row.id) };
        },
      };
    },
  };
  return changes;
}

/** The row of that id, which must be there. */
export function knownRow(rows: readonly Row[], id: string): Row {
  const row = rows.find((one) => one.id === id);
  if (row === undefined) throw new Error(`There is no ${id} in the sandbox`);
  return row;
}
