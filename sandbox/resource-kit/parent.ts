import { notFound, type Refusal } from '../http/refusal.ts';
import type { Call, Route } from '../http/route.ts';
import type { Row } from '../json.ts';
import type { Collection } from '../search/collection.ts';
import type { Workspace } from '../workspace.ts';

/** Records that others belong to; `P` is what tells one of them from another. */
export interface Parent<P> {
  /** The column of a child's row that holds the parent's id. */
  readonly column: string;
  all(workspace: Workspace): Iterable<P>;
  idOf(parent: P, workspace: Workspace): unknown;
  /** The parent that a call names as `:id`; throws a {@link Refusal} when there is none. */
  find(call: Call, workspace: Workspace): P;
}

/** The records of a collection as parents, by row number. */
export function collectionParent(
  column: string,
  of: (workspace: Workspace) => Collection,
  refusal: (call: Call, workspace: Workspace) => Refusal,
): Parent<number> {
  return {
    column,
    all: (workspace) => of(workspace).all(),
    idOf: (row, workspace) => of(workspace).idOf(row),
    find: (call, workspace) => {
      const row = of(workspace).find(call.params.id ?? '');
      if (row === undefined) throw refusal(call, workspace);
      return row;
    },
  };
}

/** The rows of a list as parents; `what` is their name in a 404. */
export function listParent(column: string, of: (workspace: Workspace) => readonly Row[], what: string): Parent<Row> {
  return {
    column,
    all: of,
    idOf: (row) => row.id,
    find: (call, workspace) => {
      const row = of(workspace).find((one) => String(one.id) === call.params.id);
      if (row === undefined) throw notFound(what);
      return row;
    },
  };
}

/** GET of one row by its id. */
export function rowRoute(path: string, scope: string, { find }: Parent<Row>): Route {
  return { method: 'GET', path, scope, answer: (call, workspace) => ({ body: find(call, workspace) }) };
}
