import type { Dice } from '../generate/dice.ts';
import { type Paging, unpaged } from '../http/paging.ts';
import type { Call, Route } from '../http/route.ts';
import type { Row } from '../json.ts';
import { perWorkspace, type Workspace } from '../workspace.ts';
import { keyed } from './keyed.ts';
import type { Table } from './resource.ts';

/** How a list is asked for and answered. */
export interface ListEndpoint {
  readonly path: string;
  readonly scope?: string;
  /** The `type` of the body; default `list`. */
  readonly type?: string;
  /** The field of the body that has the rows; default `data`. */
  readonly key?: string;
  /** What the API's description calls that field, where its examples have another name; given if the settings say so. */
  readonly documentedKey?: string;
  /** Default: all rows in one answer. */
  readonly paging?: Paging;
}

/** What a call gives of a list's rows, and in which order. */
export type View = (rows: readonly Row[], call: Call, workspace: Workspace) => readonly Row[];

interface ListResource<Name extends string> extends ListEndpoint {
  /** The stream's name. */
  readonly name: Name;
  readonly rows: (workspace: Workspace) => readonly Row[];
  /** What this call gives, where that isn't simply the rows. */
  readonly view?: View;
}

interface GeneratedRows<Name extends string> {
  /** The stream's name. */
  readonly name: Name;
  /** How many rows there are unless chosen otherwise; the size is called like the stream. */
  readonly size: number;
  readonly row: (row: number, dice: Dice, workspace: Workspace) => Row;
}

type GeneratedList<Name extends string> = Omit<ListResource<Name>, 'rows'> & GeneratedRows<Name>;

/** A list that a GET gives. */
export function listResource<Name extends string>(list: ListResource<Name>) {
  const { name, rows, view = (all) => all } = list;
  const table: Table = { rows };
  return {
    routes: [listRoute(list, (call, workspace) => view(rows(workspace), call, workspace))],
    tables: keyed(name, table),
  };
}

/** A list with a chosen number of generated rows. */
export function generatedList<Name extends string>(list: GeneratedList<Name>) {
  const rows = generatedRows(list);
  return { ...listResource({ ...list, rows: rows.of }), ...rows };
}

/** A chosen number of generated rows: `of` gives them, to be changed in place, and `add` puts one more at the end. */
export function generatedRows<Name extends string>({ name, size, row }: GeneratedRows<Name>) {
  const make = (workspace: Workspace, number: number) =>
    row(number, workspace.dice(name.replaceAll('_', ' '))(number), workspace);
  const of = perWorkspace((workspace) =>
    Array.from({ length: workspace.size(name) }, (_, number) => make(workspace, number)),
  );
  return {
    of,
    sizes: keyed(name, size),
    /** The fields of `patch` replace the generated ones; returns the new row's id. */
    add: (workspace: Workspace, patch: Row): string => {
      const all = of(workspace);
      const added: Row = { ...make(workspace, all.length), ...patch };
      all.push(added);
      return String(added.id);
    },
  };
}

/** The route of a list whose rows depend on the call. */
export function listRoute(list: ListEndpoint, rows: (call: Call, workspace: Workspace) => readonly Row[]): Route {
  const { path, scope, type = 'list', key = 'data', documentedKey = key, paging = unpaged } = list;
  return {
    method: 'GET',
    path,
    scope,
    answer: (call, workspace) => {
      const page = paging(call, rows(call, workspace));
      const name = workspace.settings.documentedKeys ? documentedKey : key;
      return { body: { type, [name]: page.rows, ...page.fields } };
    },
  };
}
