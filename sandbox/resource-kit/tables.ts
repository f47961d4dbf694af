import { isRow, type Row, valueAt } from '../json.ts';
import type { Collection } from '../search/collection.ts';
import type { Workspace } from '../workspace.ts';
import type { Parent } from './parent.ts';
import type { Table } from './resource.ts';

/** All records of a collection, as `record` gives them. */
export function collectionTable(
  of: (workspace: Workspace) => Collection,
  record: (workspace: Workspace, row: number) => Row,
): Table {
  return {
    *rows(workspace) {
      for (const row of of(workspace).all()) yield record(workspace, row);
    },
    count: (workspace) => of(workspace).count,
  };
}

/** The children of all parents, each with its parent's id. */
export function childTable<P>(parent: Parent<P>, children: (workspace: Workspace, parent: P) => Iterable<Row>): Table {
  return {
    *rows(workspace) {
      for (const one of parent.all(workspace)) {
        const id = parent.idOf(one, workspace);
        for (const child of children(workspace, one)) yield { [parent.column]: id, ...child };
      }
    },
  };
}

/** The rows at a dotted path of a record, such as `tags.tags`. */
export function rowsAt(record: Row, path: string): Row[] {
  const rows = valueAt(record, path);
  return Array.isArray(rows) ? rows.filter(isRow) : [];
}
