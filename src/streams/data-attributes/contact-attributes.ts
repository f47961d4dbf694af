import { dataAttributeSchema } from '../../schemas/data-attribute.ts';
import { list } from '../../walks/list.ts';
import { RecordStream } from '../stream.ts';

/** The attributes that contacts have, Intercom's own and custom ones, without archived ones: a name may come twice among those. */
export class ContactAttributes extends RecordStream {
  readonly name = 'contact_attributes';
  readonly schema = dataAttributeSchema;
  readonly walk = list({
    name: 'contact_attributes',
    path: '/data_attributes',
    recordsAt: 'data',
    query: { model: 'contact' },
  });
  override readonly primaryKey = ['full_name'];
}
