import type { Api, Body } from '../intercom/api.ts';
import { Lease } from '../intercom/pace/memory-budget.ts';
import type { Page, WalkContext } from './walk.ts';

/** One thing to do in a walk with a call per parent. */
export type Step = ParentGroup | EndedPage;

/** Parents whose children are fetched together. */
export interface ParentGroup {
  readonly parents: readonly Body[];
}

/** A page of the parents' walk, without its records. It comes after the groups of all its parents. */
export interface EndedPage {
  readonly page: Page<never>;
}

export interface GroupingOptions {
  readonly parentsPerCall: number;
  isSkipped(parent: Body): boolean;
  /** True for a parent that is a group of its own. */
  isAlone(parent: Body): boolean;
  /** The properties of a parent to keep; all when absent. */
  readonly parentFields: readonly string[] | undefined;
  /** Whether a read can go on from the pages that have ended. */
  readonly isResumable: boolean;
}

/**
 * Gathers parents for calls that take several of them. A group that the end of a page has left incomplete is filled up
 * from the next page. Where a read can be resumed it is not filled from a third one, so that a kill between them costs
 * little.
 */
export async function* groupParents(pages: AsyncIterable<Page<Body>>, options: GroupingOptions): AsyncGenerator<Step> {
  const { parentsPerCall, parentFields, isResumable } = options;
  let parents: Body[] = [];
  let ended: EndedPage[] = [];
  function* flush(): Generator<Step> {
    if (parents.length > 0) yield { parents };
    yield* ended;
    parents = [];
    ended = [];
  }
  for await (const page of pages) {
    for (const parent of page.records) {
      if (options.isSkipped(parent)) continue;
      const kept = parentFields === undefined ? parent : pick(parent, parentFields);
      if (options.isAlone(parent)) {
        yield { parents: [kept] };
        continue;
      }
      parents.push(kept);
      if (parents.length === parentsPerCall) yield* flush();
    }
    ended.push({ page: { ...page, records: [], counted: page.records.length } });
    if (parents.length === 0 || (isResumable && ended.length > 1)) yield* flush();
  }
  yield* flush();
}

function pick(parent: Body, fields: readonly string[]): Body {
  return Object.fromEntries(fields.map((field) => [field, parent[field]]));
}

/**
 * The context for the parents' walk: its answers stop counting as memory when they arrive. Otherwise a sync could lock
 * up: a search has a page ready for each gap that it reads, and with large records these pages alone can use up the
 * budget. They would give it back once their children have been fetched, and the children would wait for it.
 */
export function withoutHolding(context: WalkContext): WalkContext {
  const api: Api = {
    send: async (request, caller) => {
      const body = await context.api.send(request, caller);
      if (caller instanceof Lease) caller.release();
      return body;
    },
  };
  return { ...context, api };
}
