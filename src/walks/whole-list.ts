import type { ApiRequest, Body } from '../intercom/api.ts';
import type { Lease } from '../intercom/pace/memory-budget.ts';
import { type ListPage, readPages } from './pages.ts';
import { RepeatedWarning } from './repeated-warning.ts';
import { SeenRecords } from './seen-records.ts';
import type { WalkContext } from './walk.ts';

export interface WholeListOptions {
  /** The keys of the array of records in the answer, of which the first that is there counts. */
  readonly recordsAt: readonly string[];
  /** The property that tells the records of the list apart. Records without it are told apart by everything they hold. */
  readonly idAt: string;
  /** How often a list of several pages is read at most. */
  readonly passes: number;
  /** Where the list completes a page that is held already: that page's. */
  readonly lease?: Lease;
  /** Called in the end where fewer records have come than the list counts. */
  readonly onShort: (shortfall: Shortfall) => void;
}

export interface Shortfall {
  readonly path: string;
  readonly counted: number;
  /** How many different records the last pass brought. */
  readonly came: number;
  /** One page is a view of one moment: its higher count includes records that are not shown, such as archived ones. */
  readonly isOnePage: boolean;
}

/**
 * The pages of a GET list, with each record once.
 *
 * While a list of several pages is read, records that are added, removed or changed move others to another page, where
 * they may be missed. So it is read again until one pass alone has brought as many records as {@link neededOf} its counts.
 * Example: of five records the first is deleted once page 1 has been read. The third moves to page 1 and is missed. Four
 * records have come, and page 2 counts four: only the count of page 1 tells. A deletion and an addition between the same
 * two answers do not show in any count.
 */
export async function* readWholeList(
  context: Pick<WalkContext, 'api' | 'lease'>,
  first: ApiRequest,
  { recordsAt, idAt, passes, lease, onShort }: WholeListOptions,
): AsyncGenerator<ListPage> {
  const seen = new SeenRecords();
  const idOf = (record: Body) => record[idAt] ?? JSON.stringify(record);
  for (let pass = 1; pass <= passes; pass += 1) {
    const idsInPass = new Set<unknown>();
    let pages = 0;
    const counts: number[] = [];
    for await (const page of readPages(context, first, recordsAt, lease)) {
      pages += 1;
      if (page.total !== undefined) counts.push(page.total);
      const isInOnePage = pass === 1 && pages === 1 && !page.hasNext;
      const { records, total = 0 } = page;
      if (isInOnePage && records.length < total) {
        onShort({ path: first.path, counted: total, came: records.length, isOnePage: true });
      }
      // Not every list in one page has ids that are present and unique.
      if (isInOnePage) return yield page;
      for (const record of records) idsInPass.add(idOf(record));
      yield { ...page, records: records.filter((record) => seen.isNew({ id: idOf(record) })) };
    }
    const counted = neededOf(counts);
    if (idsInPass.size >= counted) return;
    if (pass === passes) onShort({ path: first.path, counted, came: idsInPass.size, isOnePage: false });
  }
}

/**
 * How many records a pass has to bring, by the counts in its answers: the first count, as records that are added later
 * belong to the next sync. But the highest one if a count is lower than the one before it: then a record was deleted.
 */
function neededOf(counts: readonly number[]): number {
  const hasFallen = counts.some((count, index) => count < (counts[index - 1] ?? 0));
  return hasFallen ? Math.max(...counts) : (counts[0] ?? 0);
}

/** Says that a list stayed short, and what that means. */
export function shortListWarning({ path, counted, came, isOnePage }: Shortfall): string {
  if (isOnePage) {
    return `${path} counts ${counted} records, but brought only ${came}. It counts records that it does not show, such as archived ones.`;
  }
  return (
    `${path} counts ${counted} records, but brought only ${came}. Either it counts records that it does not show, or ` +
    'records moved from page to page while it was read: then a full refresh of the stream brings the others.'
  );
}

/** How often a list that a parent has is read at most. */
const PASSES_PER_PARENT = 2;

/** Reads lists of single parents, in one read, and warns of those of several pages that stayed short. */
export class ParentLists {
  readonly #context: WalkContext;
  readonly #warning: RepeatedWarning;

  constructor(context: WalkContext) {
    this.#context = context;
    const toSummary = (others: number) => `… and ${others} more lists that count more records than they brought.`;
    this.#warning = new RepeatedWarning(context, toSummary);
  }

  /** The pages of a list, see {@link readWholeList}. They use the lease of the parent's page. */
  pages(
    request: ApiRequest,
    { recordsAt, idAt }: Pick<WholeListOptions, 'recordsAt' | 'idAt'>,
    lease: Lease,
  ): AsyncGenerator<ListPage> {
    const onShort = (shortfall: Shortfall) => {
      if (!shortfall.isOnePage) this.#warning.tell(shortListWarning(shortfall));
    };
    return readWholeList(this.#context, request, { recordsAt, idAt, passes: PASSES_PER_PARENT, lease, onShort });
  }

  /** To be called at the end of a read. */
  end(): void {
    this.#warning.end();
  }
}
