import { companySegmentSchema } from '../../schemas/company-segment.ts';
import { EmbeddedListStream, parentFrom } from '../child-stream.ts';
import { companies } from './walk.ts';

export class CompanySegments extends EmbeddedListStream {
  readonly name = 'company_segments';
  readonly description = 'A segment that a company is in; all of each company that has changed.';
  readonly schema = companySegmentSchema;
  readonly walk = companies;
  readonly listAt = ['segments.segments'];
  override readonly parent = parentFrom('companies', 'company');
  override readonly parentInState = this.parent.stream;
  override readonly primaryKey = ['company_id', 'id'];
  override readonly cursorField = 'updated_at';
  override readonly isLink = true;
}
