import type { ApiRequest, Body } from '../intercom/api.ts';
import type { Lease } from '../intercom/pace/memory-budget.ts';
import type { BareWalk, WalkContext } from './walk.ts';

/** A record that was fetched for a parent. */
export interface Child {
  readonly parent: Body;
  readonly body: Body;
  /** The place among the parent's children in the order sent, from 0; where their walk counts them. */
  readonly position?: number;
}

/** Fetches the children of parents, in one read. */
export interface ChildFetch {
  /**
   * The children of a group of parents, page by page. All calls are made with `lease`, and each is followed by a page,
   * which may be empty. The first page is fetched ahead of its turn, the others as they are taken.
   */
  pages(parents: readonly Body[], lease: Lease): AsyncIterable<readonly Child[]>;
  /**
   * True for a parent that needs no call. Called once for each parent, in their order; not for those on the
   * retry list, nor for those that did not change in the range.
   */
  skip?(parent: Body): boolean;
  /** True for a parent that is never in a group with others. */
  isAlone?(parent: Body): boolean;
  /** Called once the read has ended, however it ended. */
  end?(): void;
}

export interface EachParentOptions {
  readonly name: string;
  readonly parents: BareWalk;
  /** Called once a read. */
  begin(context: WalkContext): ChildFetch;
  /** How many parents one call takes; 1 when absent. */
  readonly parentsPerCall?: number;
  /** The properties of a parent that its children need; all when absent. Set it where parents may be large. */
  readonly parentFields?: readonly string[];
  /** A parent's own call, for one on the retry list. When absent, its children are fetched by its id alone. */
  parentRequest?(id: string): ApiRequest;
  /** True where "not found" says that a parent has no children; otherwise it says that the parent is gone. */
  readonly isNotFoundNormal?: boolean;
  /** The smallest request that shows whether the token may read the children; the parents' own when absent. */
  readonly probe?: ApiRequest;
  /** True where the probe names a parent that does not exist. */
  readonly isProbeNotFoundNormal?: true;
}
