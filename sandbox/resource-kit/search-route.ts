import { wholeNumber } from '../http/paging.ts';
import type { Call, Reply, Route } from '../http/route.ts';
import type { Row } from '../json.ts';
import type { Collection, TimeField } from '../search/collection.ts';
import type { FilterRules } from '../search/filters.ts';
import { asFound, searchPage } from '../search/search-page.ts';
import type { Workspace } from '../workspace.ts';

/** Records that can be searched. */
export interface Searchable {
  readonly of: (workspace: Workspace) => Collection;
  readonly rules: (workspace: Workspace) => FilterRules;
  readonly record: (workspace: Workspace, row: number, call: Call) => Row;
  readonly scope: string;
  /** The `type` of the body. */
  readonly type: string;
  /** The field of the body that has the records. */
  readonly key: string;
  readonly defaultPerPage: number;
}

/** POST of a search. */
export function searchRoute(path: string, searchable: Searchable): Route {
  return {
    method: 'POST',
    path,
    scope: searchable.scope,
    answer: (call, workspace) => found(searchable, call, workspace),
  };
}

/** GET of all records, the latest first, by `per_page` and `starting_after`. */
export function latestFirstRoute(
  path: string,
  searchable: Searchable,
  field: TimeField,
  defaultPerPage: number,
): Route {
  return {
    method: 'GET',
    path,
    scope: searchable.scope,
    answer: (call, workspace) => {
      const body = {
        query: { field: 'created_at', operator: '>', value: 0 },
        sort: { field, order: 'descending' },
        pagination: {
          per_page: wholeNumber(call.query.get('per_page'), defaultPerPage, 'per_page'),
          starting_after: call.query.get('starting_after') ?? undefined,
        },
      };
      return found(searchable, { ...call, body }, workspace);
    },
  };
}

function found(searchable: Searchable, call: Call, workspace: Workspace): Reply {
  const { of, record, type, key, defaultPerPage } = searchable;
  const collection = of(workspace);
  const { rows, total, pages } = searchPage(call, workspace, {
    collection,
    rules: searchable.rules(workspace),
    defaultPerPage,
  });
  const records = rows.map((row) => asFound(collection, row, record(workspace, row, call)));
  return { body: { type, [key]: records, total_count: total, pages } };
}
