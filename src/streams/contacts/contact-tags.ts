import { contactTagSchema } from '../../schemas/contact-links.ts';
import { EmbeddedListStream, parentFrom } from '../child-stream.ts';
import { contacts } from './walk.ts';

export class ContactTags extends EmbeddedListStream {
  readonly name = 'contact_tags';
  readonly description = 'A tag that a contact has, by id; all of each contact that has changed.';
  readonly schema = contactTagSchema;
  readonly walk = contacts;
  readonly listAt = ['tags.data'];
  override readonly parent = parentFrom('contacts', 'contact');
  override readonly primaryKey = ['contact_id', 'id'];
  override readonly cursorField = 'contact_updated_at';
  override readonly isLink = true;
}
