import { contactSchema } from '../../schemas/contact.ts';
import { contactColumns } from '../columns.ts';
import { customAttributesOf } from '../data-attributes/custom-attributes-of.ts';
import { RecordStream } from '../stream.ts';
import { contacts } from './walk.ts';

/** The people that the workspace knows: users and leads. */
export class Contacts extends RecordStream {
  readonly name = 'contacts';
  readonly schema = contactSchema;
  readonly walk = contacts;
  override readonly cursorField = 'updated_at';
  protected override readonly toRow = contactColumns;
  override readonly attributes = customAttributesOf('contact');
}
