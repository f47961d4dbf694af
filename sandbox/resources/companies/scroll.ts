import { randomUUID } from 'node:crypto';
import { notFound, Refusal } from '../../http/route.ts';
import type { Row } from '../../json.ts';
import type { Collection } from '../../search/collection.ts';
import type { Settings } from '../../settings.ts';

interface Open {
  readonly param: string;
  next: number;
  lastCallAt: number;
  isDead: boolean;
  lastPage: number[];
}

/**
 * The one scroll over companies that a workspace may have open. It moves on with every call, whether the answer arrives
 * or not, and dies when nobody calls for a while.
 */
export class CompanyScroll {
  private readonly settings: Settings;
  private readonly companies: Collection;
  private open: Open | undefined;

  constructor(settings: Settings, companies: Collection) {
    this.settings = settings;
    this.companies = companies;
  }

  /** The next page's rows; with `repeatsLast` the last page comes for ever instead of an empty one. */
  page(param: string | null, repeatsLast: boolean): { rows: number[]; scrollParam: string } {
    this.expire();
    const open = param === null ? this.begin() : this.continued(param);
    open.lastCallAt = this.settings.now();
    const rows = this.take(open);
    if (rows.length > 0) open.lastPage = rows;
    else if (repeatsLast) return { rows: open.lastPage, scrollParam: open.param };
    else this.open = undefined;
    return { rows, scrollParam: open.param };
  }

  /** After a failure in the middle: the scroll can't go on, and no other can be opened until it expires. */
  kill(): void {
    if (this.open) this.open.isDead = true;
  }

  private expire(): void {
    if (this.open && this.settings.now() - this.open.lastCallAt > this.settings.scrollLifeSeconds)
      this.open = undefined;
  }

  private begin(): Open {
    if (this.open) throw new Refusal(400, 'scroll_exists', 'scroll already exists for this workspace');
    this.open = { param: randomUUID(), next: 0, lastCallAt: 0, isDead: false, lastPage: [] };
    return this.open;
  }

  private continued(param: string): Open {
    if (!this.open || this.open.param !== param || this.open.isDead) throw notFound('Scroll');
    return this.open;
  }

  private take(open: Open): number[] {
    const rows: number[] = [];
    while (rows.length < this.settings.scrollPageSize && open.next < this.companies.end) {
      if (this.companies.has(open.next)) rows.push(open.next);
      open.next++;
    }
    return rows;
  }
}

/** The body of a page of the scroll. */
export function scrollBody(records: readonly Row[], scrollParam: string): Row {
  return { type: 'list', data: records, pages: null, total_count: null, scroll_param: scrollParam };
}
