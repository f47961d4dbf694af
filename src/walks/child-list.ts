import { type ApiRequest, type Body, isGone } from '../intercom/api.ts';
import type { Lease } from '../intercom/pace/memory-budget.ts';
import type { Child } from './children.ts';
import { eachParent } from './each-parent.ts';
import { confirmGone } from './gone-records.ts';
import { readPages } from './pages.ts';
import { SeenRecords } from './seen-records.ts';
import type { BareWalk, Walk, WalkContext } from './walk.ts';

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
   * The property that tells the records of a list apart, for a list that is paged by number: while such a list grows, a
   * record may come twice.
   */
  readonly idAt?: string;
  /** True for a parent whose record says that its list is empty. */
  skip?(parent: Body): boolean;
}

/** How often a list of several pages is read while it holds fewer records than it counts. */
const PASSES = 2;

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
    begin: (context) => ({
      ...(skip && { skip }),
      async *pages(group, lease) {
        for (const parent of group) yield* readChildren(parent, options, context, lease);
      },
    }),
    probe: requestFor(unusedId, options, options.perPage && 1),
    isProbeNotFoundNormal: true,
  });
}

async function* readChildren(
  parent: Body,
  options: ChildListOptions,
  context: WalkContext,
  lease: Lease,
): AsyncGenerator<readonly Child[]> {
  const { name, parentPath, recordsAt, idAt, perPage } = options;
  const id = String(parent.id);
  const request = requestFor(id, options, perPage);
  const seen = new SeenRecords();
  let position = 0;
  for (let pass = 1; pass <= PASSES; pass += 1) {
    let pages = 0;
    let total: number | undefined;
    try {
      for await (const page of readPages(context, request, [recordsAt], lease)) {
        pages += 1;
        total = page.total;
        const records = idAt === undefined ? page.records : page.records.filter((one) => seen.isNew({ id: one[idAt] }));
        yield records.map((body) => ({ parent, body, position: position++ }));
      }
    } catch (error) {
      if (isGone(error)) {
        const missing = `"not found" for ${name} of ${id}, which is still there`;
        await confirmGone(parentPath(id), missing, context, lease);
      }
      throw error;
    }
    // One page is a view of one moment: a higher count includes archived records, which are not shown.
    if (idAt === undefined || pages === 1 || total === undefined || seen.size >= total) return;
  }
}

function requestFor(id: string, { path, query }: ChildListOptions, perPage: number | undefined): ApiRequest {
  const all = { ...query?.(id), ...(perPage !== undefined && { per_page: perPage }) };
  return { method: 'GET', path: path(id), ...(Object.keys(all).length > 0 && { query: all }) };
}
