import type { Body } from '../../intercom/api.ts';
import type { Row } from '../../rows/row.ts';
import { companySegmentSchema } from '../../schemas/company-segment.ts';
import { companySegmentColumns } from '../columns.ts';
import { Stream } from '../stream.ts';
import { companies, embeddedSegments } from './walk.ts';

/** Which company is in which segment. Follows the changes of companies, whatever the age of their segments. */
export class CompanySegments extends Stream {
  readonly name = 'company_segments';
  readonly schema = companySegmentSchema;
  readonly walk = companies;
  override readonly primaryKey = ['company_id', 'id'];
  override readonly cursorField = 'updated_at';
  override readonly parentInState = 'companies';

  rows(company: Body): readonly Row[] {
    return (embeddedSegments(company) ?? []).map((segment) => companySegmentColumns(segment, company));
  }
}
