import type { Row } from '../json.ts';
import type { Workspace } from '../workspace.ts';
import { keyed } from './keyed.ts';
import { type ListEndpoint, listRoute } from './list-resource.ts';
import type { Parent } from './parent.ts';
import { childTable } from './tables.ts';

interface ChildList<Name extends string, P> extends ListEndpoint {
  /** The stream's name. */
  readonly name: Name;
  readonly parent: Parent<P>;
  readonly rows: (workspace: Workspace, parent: P) => readonly Row[];
}

/** A list that each parent has at an endpoint of its own; `:id` in the path names the parent. */
export function childList<Name extends string, P>(list: ChildList<Name, P>) {
  const { name, parent, rows } = list;
  return {
    routes: [listRoute(list, (call, workspace) => rows(workspace, parent.find(call, workspace)))],
    tables: keyed(name, childTable(parent, rows)),
  };
}
