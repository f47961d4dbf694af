import { dataAttributeSchema } from '../../schemas/data-attribute.ts';
import { list } from '../../walks/list.ts';
import { RecordStream } from '../stream.ts';

/** The attributes that companies have, Intercom's own and custom ones, without archived ones: a name may come twice among those. */
export class CompanyAttributes extends RecordStream {
  readonly name = 'company_attributes';
  readonly schema = dataAttributeSchema;
  readonly walk = list({
    name: 'company_attributes',
    path: '/data_attributes',
    recordsAt: 'data',
    query: { model: 'company' },
  });
  override readonly primaryKey = ['full_name'];
}
