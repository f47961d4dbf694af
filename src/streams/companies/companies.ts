import { companySchema } from '../../schemas/company.ts';
import { companyColumns } from '../columns.ts';
import { customAttributesOf } from '../data-attributes/custom-attributes-of.ts';
import { RecordStream } from '../stream.ts';
import { companies } from './walk.ts';

/** The companies that have users. */
export class Companies extends RecordStream {
  readonly name = 'companies';
  readonly schema = companySchema;
  readonly walk = companies;
  override readonly cursorField = 'updated_at';
  protected override readonly toRow = companyColumns;
  override readonly attributes = customAttributesOf('company');
}
