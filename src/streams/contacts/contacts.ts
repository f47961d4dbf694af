import { isObject } from '../../json.ts';
import { assignee, toInteger } from '../../rows/convert.ts';
import { contactSchema } from '../../schemas/contact.ts';
import { customAttributesOf } from '../data-attributes.ts';
import { RecordStream } from '../stream.ts';
import { contacts } from './walk.ts';

export class Contacts extends RecordStream {
  readonly name = 'contacts';
  readonly description = 'A person whom the workspace knows: a user or a lead.';
  readonly source =
    'search, 150 records a call; a call for each list of tags, companies or notes that is longer than ten';
  readonly schema = contactSchema;
  readonly walk = contacts;
  override readonly cursorField = 'updated_at';
  override readonly isBounded = true;
  override readonly attributes = customAttributesOf('contact');
  override readonly conversions = { owner_id: assignee(toInteger), avatar: toAddress };
}

/** The API sends an object with the address of the picture. */
function toAddress(avatar: unknown): unknown {
  return isObject(avatar) ? (avatar.image_url ?? null) : avatar;
}
