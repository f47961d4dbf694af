import type { ApiRequest, Body } from '../intercom/api.ts';
import type { Lease } from '../intercom/pace/memory-budget.ts';
import type { Child } from './children.ts';
import { eachParent } from './each-parent.ts';
import { confirmGone } from './gone-records.ts';
import { readPages } from './pages.ts';
import type { BareWalk, Walk, WalkContext } from './walk.ts';
import { ParentLists } from './whole-list.ts';

/** The parents whose lists are read. */
export interface ListParents {
  readonly parents: BareWalk;
  /** The path of a parent itself. */
  parentPath(id: string): string;
  /** An id that no parent has; default `0`. */
  readonly unusedId?: string;
}

export interface ChildListOptions extends ListParents {
  readonly name: string;
  /** The path of a parent's list. */
  path(id: string): string;
  /** More of the query than the size of a page. */
  query?(id: string): NonNullable<ApiRequest['query']>;
  /** The key of the array of records in the answer. */
  readonly recordsAt: string;
  /** The largest page that the endpoint accepts, sent as `per_page`. Absent for an endpoint that answers in one page. */
  readonly perPage?: number;
  /**
   * The property that tells the records of a list apart, for a list that is paged by number: while such a list changes, a
   * record may come twice, or not at all. See {@link readWholeList}.
   */
  readonly idAt?: string;
  /** True for a parent whose record says that its list is empty. */
  skip?(parent: Body): boolean;
}

/**
 * The records of a GET list that each parent has, all pages of it. A parent without the list is skipped when its own call
 * says that it is gone; one that is still there is kept for the next sync.
 *
 * The probe asks for the list of a parent that does not exist.
 */
export function childList(options: ChildListOptions): Walk<Child> {
  const { name, parents, parentPath, skip, unusedId = '0' } = options;
  return eachParent({
    name,
    parents,
    parentFields: ['id', 'created_at', 'updated_at'],
    parentRequest: (id) => ({ method: 'GET', path: parentPath(id) }),
    begin: (context) => {
      const lists = new ParentLists(context);
      return {
        ...(skip && { skip }),
        async *pages(group, lease) {
          for (const parent of group) yield* readChildren(parent, options, lists, context, lease);
        },
        end: () => lists.end(),
      };
    },
    probe: requestFor(unusedId, options, options.perPage && 1),
    isProbeNotFoundNormal: true,
  });
}

async function* readChildren(
  parent: Body,
  options: ChildListOptions,
  lists: ParentLists,
  context: WalkContext,
  lease: Lease,
): AsyncGenerator<readonly Child[]> {
  const { name, parentPath, idAt, perPage } = options;
  const id = String(parent.id);
  const request = requestFor(id, options, perPage);
  const recordsAt = [options.recordsAt];
  const pages =
    idAt === undefined
      ? readPages(context, request, recordsAt, lease)
      : lists.pages(request, { recordsAt, idAt }, lease);
  let position = 0;
  try {
    for await (const { records } of pages) {
      yield records.map((body) => ({ parent, body, position: position++ }));
    }
  } catch (error) {
    const missing = `"not found" for ${name} of ${id}, which is still there`;
    await confirmGone(error, { path: parentPath(id), missing }, context, lease);
  }
}

function requestFor(id: string, { path, query }: ChildListOptions, perPage: number | undefined): ApiRequest {
  const all = { ...query?.(id), ...(perPage !== undefined && { per_page: perPage }) };
  return { method: 'GET', path: path(id), ...(Object.keys(all).length > 0 && { query: all }) };
}
