import { randomUUID } from 'node:crypto';
import { notFound, Refusal } from '../../http/refusal.ts';
import { perWorkspace, type Workspace } from '../../workspace.ts';
import { companiesOf } from './rows.ts';

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
class CompanyScroll {
  private readonly workspace: Workspace;
  private open: Open | undefined;

  constructor(workspace: Workspace) {
    this.workspace = workspace;
  }

  /** The next page's rows; with `repeatsLast` the last page comes for ever instead of an empty one. */
  page(param: string | null, repeatsLast: boolean): { rows: number[]; scrollParam: string } {
    this.expire();
    const open = param === null ? this.begin() : this.continued(param);
    open.lastCallAt = this.workspace.settings.now();
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
    const { now, scroll } = this.workspace.settings;
    if (this.open && now() - this.open.lastCallAt > scroll.lifeSeconds) this.open = undefined;
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
    const companies = companiesOf(this.workspace);
    const rows: number[] = [];
    while (rows.length < this.workspace.settings.scroll.pageSize && open.next < companies.end) {
      if (companies.has(open.next)) rows.push(open.next);
      open.next++;
    }
    return rows;
  }
}

export const scrollOf = perWorkspace((workspace) => new CompanyScroll(workspace));
