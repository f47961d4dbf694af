/** Intercom's maximum, and what to fall back to. */
const SIZES = [150, 50, 10, 1] as const;

/** The most records that one page may hold. */
export const LARGEST_PAGE = SIZES[0];

/**
 * How many records to ask for in the next search page. Some pages time out or fail at Intercom's maximum of 150 however
 * often they are asked for; smaller pages of the same records get through. The size grows again only once the records
 * that failed have passed, so one heavy record costs a bounded number of calls.
 */
export class PageSize {
  /** The sizes that failed, largest first, each with the number of records still to pass before it is tried again. */
  #failed: { readonly size: number; left: number }[] = [];

  get records(): number {
    return SIZES[this.#failed.length] ?? 1;
  }

  get isSmallest(): boolean {
    return this.records === 1;
  }

  /** The page could not be read at this size. */
  shrink(): void {
    const size = this.records;
    this.#failed = [...this.#failed, { size, left: size }];
  }

  /** `count` records were read. */
  passed(count: number): void {
    for (const failure of this.#failed) failure.left -= count;
    this.#failed = this.#failed.filter(({ left }) => left > 0);
  }
}
