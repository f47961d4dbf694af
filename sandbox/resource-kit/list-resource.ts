import type { Dice } from '../generate/dice.ts';
import { type Paging, unpaged } from '../http/paging.ts';
import type { Call, Route } from '../http/route.ts';
import type { Row } from '../json.ts';
import { perWorkspace, type Workspace } from '../workspace.ts';
import { keyed } from './keyed.ts';
import type { Table } from './resource.ts';

/** How a list is asked for and view. */
export interface ListEndpoint {
  readonly path: string;
  readonly scope?: string;
  /** The `type` of the body; default `list`. */
  readonly type?: string;
  /** The field of the body that has the rows; default `data`. */
  readonly key?: string;
  /** Default: all rows in one answer. */
  readonly paging?: Paging;
}

interface ListResource<Name extends string> extends ListEndpoint {
  /** The stream's name. */
  readonly name: Name;
  readonly rows: (workspace: Workspace) => readonly Row[];
  /** What this call gives, where that isn't simply the rows. */
  readonly view?: (rows: readonly Row[], call: Call, workspace: Workspace) => readonly Row[];
}

interface GeneratedList<Name extends string> extends Omit<ListResource<Name>, 'rows'> {
  /** How many rows there are unless chosen otherwise; the size is called like the stream. */
  readonly size: number;
  readonly row: (row: number, dice: Dice, workspace: Workspace) => Row;
}

/** A list that a GET gives. */
export function listResource<Name extends string>(list: ListResource<Name>) {
  const { name, rows, view = (all) => all } = list;
  const table: Table = { rows };
  return {
    routes: [listRoute(list, (call, workspace) => view(rows(workspace), call, workspace))],
    tables: keyed(name, table),
  };
}

/** A list with a chosen number of generated rows, which `of` gives; they may be changed in place. */
export function generatedList<Name extends string>(list: GeneratedList<Name>) {
  const of = perWorkspace((workspace) => {
    const dice = workspace.dice(list.name.replaceAll('_', ' '));
    return Array.from({ length: workspace.size(list.name) }, (_, row) => list.row(row, dice(row), workspace));
  });
  return { ...listResource({ ...list, rows: of }), of, open: of, sizes: keyed(list.name, list.size) };
}

/** The route of a list whose rows depend on the call. */
export function listRoute(list: ListEndpoint, rows: (call: Call, workspace: Workspace) => readonly Row[]): Route {
  const { path, scope, type = 'list', key = 'data', paging = unpaged } = list;
  return {
    method: 'GET',
    path,
    scope,
    answer: (call, workspace) => {
      const page = paging(call, rows(call, workspace));
      return { body: { type, [key]: page.rows, ...page.fields } };
    },
  };
}
