import type { Body } from '../../intercom/api.ts';
import { LARGEST_PAGE } from './page-size.ts';

export interface ReceivedOptions {
  /** True when the query goes on after a page token of an earlier sync: what came before the token is not known. */
  readonly isResumed: boolean;
  /** Given when the query asks again for what an earlier one left in doubt: whether a record is news. */
  readonly isNew?: ((record: Body) => boolean) | undefined;
}

/** Counts the records that a query has brought, and judges from that whether the end it claims is one. */
export class Received {
  readonly #options: ReceivedOptions;
  #count = 0;
  #isNews: boolean;

  constructor(options: ReceivedOptions) {
    this.#options = options;
    this.#isNews = options.isNew === undefined;
  }

  /** To be called with the records of each answer. */
  add(records: readonly Body[]): void {
    this.#count += records.length;
    const { isNew } = this.#options;
    if (isNew !== undefined && records.some(isNew)) this.#isNews = true;
  }

  /**
   * Why an answer without a next page may not be the last one, given the number of records that Intercom counts for the
   * query; undefined when it is.
   *
   * A count alone proves no loss, since counts drift: it is only a reason to ask again. Where asking again brings
   * nothing new, the end is believed, with one exception: answers that fill a page and still fall short of the count.
   * That is what an API with a ceiling sends when a single second holds more records than the ceiling.
   */
  doubt(total: number | undefined): string | undefined {
    if (this.#options.isResumed) return 'after an unknown number of records';
    if (total !== undefined && total <= this.#count) return undefined;
    const isShort = this.#count < LARGEST_PAGE;
    if (isShort && (total === undefined || !this.#isNews)) return undefined;
    return total === undefined ? 'without a count of its records' : `after ${this.#count} of ${total} records`;
  }
}
