import { toText } from '../../rows/convert.ts';
import { companyTagSchema } from '../../schemas/company-tag.ts';
import { EmbeddedListStream } from '../child-stream.ts';
import { COMPANY_TAGS_AT, companies } from './walk.ts';

export class CompanyTags extends EmbeddedListStream {
  readonly name = 'company_tags';
  readonly description = 'A tag that a company has.';
  readonly schema = companyTagSchema;
  readonly walk = companies;
  readonly listAt = COMPANY_TAGS_AT;
  override readonly parent = { stream: 'companies', key: 'company_id' };
  override readonly primaryKey = ['company_id', 'id'];
  override readonly isLink = true;
  override readonly conversions = { id: toText };
}
