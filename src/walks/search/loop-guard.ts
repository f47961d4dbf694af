import type { ApiRequest, Body } from '../../intercom/api.ts';
import { incompleteAnswer } from '../../intercom/incomplete-answer.ts';
import { type NextPage, PageGuard } from '../../intercom/next-page.ts';

/** At so many pages in a row that are empty, or that repeat the records of the page before, a search fails. */
const MOST_IDLE_PAGES = 3;

/** Notices a search that goes on without end: by page tokens that repeat, or by records that do. */
export class LoopGuard {
  readonly #tokens = new PageGuard();
  #lastIds = '';
  #idlePages = 0;

  /** To be called with each page that leads to another. Throws when the search makes no progress. */
  check(records: readonly Body[], next: NextPage, request: ApiRequest): void {
    this.#tokens.check(next, request);
    const ids = records.map(({ id }) => id).join();
    this.#idlePages = ids === this.#lastIds || ids === '' ? this.#idlePages + 1 : 0;
    this.#lastIds = ids;
    if (this.#idlePages < MOST_IDLE_PAGES) return;
    throw incompleteAnswer(`${this.#idlePages} pages of ${request.path} in a row without anything new`);
  }
}
