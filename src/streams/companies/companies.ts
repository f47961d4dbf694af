import { each, inside, toText } from '../../rows/convert.ts';
import { companySchema } from '../../schemas/company.ts';
import { customAttributesOf } from '../data-attributes.ts';
import { RecordStream } from '../stream.ts';
import { companies } from './walk.ts';

/** The conversions of a company, also of one that a conversation embeds. */
export const companyConversions = { tags: inside({ tags: each(inside({ id: toText })) }) };

/** The message bodies of a company, also of one that a conversation embeds. */
export const companyBodies = ['notes.notes[].body'];

export class Companies extends RecordStream {
  readonly name = 'companies';
  readonly description = 'A company that has users.';
  readonly source =
    'the scroll, whole each time, 100 records a call; a call for each company with ten segments or more, up to a hundred that check the embedded ones, and one for every company if a check fails; unchanged companies are left out afterwards';
  readonly schema = companySchema;
  readonly walk = companies;
  override readonly cursorField = 'updated_at';
  override readonly attributes = customAttributesOf('company');
  override readonly conversions = companyConversions;
  override readonly bodies = companyBodies;
}
