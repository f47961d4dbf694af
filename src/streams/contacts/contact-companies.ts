import { contactCompanySchema } from '../../schemas/contact-links.ts';
import { EmbeddedListStream, parentFrom } from '../child-stream.ts';
import { contacts } from './walk.ts';

export class ContactCompanies extends EmbeddedListStream {
  readonly name = 'contact_companies';
  readonly description = 'A company that a contact is in, by id; all of each contact that has changed.';
  readonly schema = contactCompanySchema;
  readonly walk = contacts;
  readonly listAt = ['companies.data', 'companies.companies'];
  override readonly parent = parentFrom('contacts', 'contact');
  override readonly primaryKey = ['contact_id', 'id'];
  override readonly cursorField = 'contact_updated_at';
  override readonly isLink = true;
}
