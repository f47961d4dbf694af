import type { Body } from '../../intercom/api.ts';
import type { Lease } from '../../intercom/pace/memory-budget.ts';
import { rowsAt } from '../../rows/paths.ts';
import type { GoneRecords } from '../../walks/gone-records.ts';
import { readPages } from '../../walks/pages.ts';
import { SeenRecords } from '../../walks/seen-records.ts';
import type { WalkContext } from '../../walks/walk.ts';

/** The stream for which companies need their notes. */
export const COMPANY_NOTES = 'company_notes';

/** No maximum is documented. This is the size of the pages in the example. */
const PER_PAGE = 50;

/**
 * The company with its notes. Companies embed them since API version 2.16; one that does not is asked for them, page by
 * page: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/notes/listcompanynotes
 */
export async function withNotes(company: Body, context: WalkContext, lease: Lease, gone: GoneRecords): Promise<Body> {
  if (rowsAt(company, ['notes.notes']) !== undefined) return company;
  const notes = await gone.count(readNotes(company, context, lease));
  return notes === undefined ? company : { ...company, notes: { type: 'note.list', notes } };
}

async function readNotes({ id }: Body, context: WalkContext, lease: Lease): Promise<readonly Body[]> {
  const seen = new SeenRecords();
  const notes: Body[] = [];
  const request = { method: 'GET', path: `/companies/${id}/notes`, query: { per_page: PER_PAGE } } as const;
  for await (const { records } of readPages(context, request, ['data', 'notes'], lease)) {
    notes.push(...records.filter((note) => seen.isNew(note)));
  }
  return notes;
}
