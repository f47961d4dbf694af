import { id, time } from './property.ts';
import { segmentSchema } from './segment.ts';

export const companySegmentSchema = segmentSchema.extend({
  company_id: id("Intercom's id of the company, which is the id of its row in companies"),
  company_updated_at: time('When the company last changed'),
});
