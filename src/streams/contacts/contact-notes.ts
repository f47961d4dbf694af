import type { Body } from '../../intercom/api.ts';
import { isObject } from '../../json.ts';
import { contactNoteSchema } from '../../schemas/note.ts';
import { ChildListStream, parentFrom } from '../child-stream.ts';
import { contactParents } from './walk.ts';

export class ContactNotes extends ChildListStream {
  readonly name = 'contact_notes';
  readonly description = 'A note about a contact; all of each contact that has changed.';
  readonly source = 'a call per changed contact that has notes, and one more for each further 50 notes';
  readonly schema = contactNoteSchema;
  readonly list = {
    ...contactParents,
    path: (id: string) => `/contacts/${id}/notes`,
    recordsAt: 'data',
    perPage: 50,
    idAt: 'id',
    skip: hasNoNotes,
  };
  override readonly parent = parentFrom('contacts', 'contact');
  override readonly callPer = 'contact that has notes';
  override readonly primaryKey = ['contact_id', 'id'];
  override readonly cursorField = this.parent.changedAt;
  override readonly bodies = ['body'];
}

/** False where the contact does not say. */
function hasNoNotes({ notes }: Body): boolean {
  if (!isObject(notes) || !Array.isArray(notes.data) || notes.data.length > 0 || notes.has_more === true) return false;
  return notes.total_count === 0 || (notes.has_more === false && typeof notes.total_count !== 'number');
}
