import { contactSegmentSchema } from '../../schemas/contact-segment.ts';
import { ChildListStream, parentFrom } from '../child-stream.ts';
import { contactParents } from './walk.ts';

export class ContactSegments extends ChildListStream {
  readonly name = 'contact_segments';
  readonly description = 'A segment that a contact is in; all of each contact that has changed.';
  readonly source = 'a call per changed contact';
  readonly schema = contactSegmentSchema;
  readonly list = { ...contactParents, path: (id: string) => `/contacts/${id}/segments`, recordsAt: 'data' };
  override readonly parent = parentFrom('contacts', 'contact');
  override readonly callPer = 'contact';
  override readonly primaryKey = ['contact_id', 'id'];
  override readonly cursorField = this.parent.changedAt;
  override readonly isLink = true;
}
