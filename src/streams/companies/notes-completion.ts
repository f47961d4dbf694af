import type { Body } from '../../intercom/api.ts';
import type { Lease } from '../../intercom/pace/memory-budget.ts';
import { rowsAt } from '../../rows/paths.ts';
import type { Completion } from '../../walks/complete.ts';
import type { GoneRecords } from '../../walks/gone-records.ts';
import type { WalkContext } from '../../walks/walk.ts';
import { ParentLists } from '../../walks/whole-list.ts';

/** The stream for which companies need their notes. */
export const COMPANY_NOTES = 'company_notes';

/** No maximum is documented. This is the size of the pages in the example. */
const PER_PAGE = 50;

/**
 * Gives companies their notes, in one read. Companies embed them since API version 2.16; one that does not is asked for
 * them, page by page: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/notes/listcompanynotes
 */
export class NotesCompletion implements Completion {
  readonly #context: WalkContext;
  readonly #lists: ParentLists;

  constructor(context: WalkContext) {
    this.#context = context;
    this.#lists = new ParentLists(context);
  }

  /** Resolves with the company and all its notes; with the company alone where nobody reads them. */
  async complete(company: Body, lease: Lease, gone: GoneRecords): Promise<Body> {
    const isRead = this.#context.streams.includes(COMPANY_NOTES);
    if (!isRead || rowsAt(company, ['notes.notes']) !== undefined) return company;
    const own = { path: `/companies/${company.id}`, missing: `company ${company.id} without its notes` };
    const notes = await gone.countList(this.#read(company, lease), own, this.#context, lease);
    return notes === undefined ? company : { ...company, notes: { type: 'note.list', notes } };
  }

  end(): void {
    this.#lists.end();
  }

  async #read({ id }: Body, lease: Lease): Promise<readonly Body[]> {
    const notes: Body[] = [];
    const request = { method: 'GET', path: `/companies/${id}/notes`, query: { per_page: PER_PAGE } } as const;
    const pages = this.#lists.pages(request, { recordsAt: ['data', 'notes'], idAt: 'id' }, lease);
    for await (const { records } of pages) notes.push(...records);
    return notes;
  }
}
