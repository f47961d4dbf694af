import { ofCompany } from './parent-columns.ts';
import { tagSchema } from './tag.ts';

export const companyTagSchema = tagSchema.extend(ofCompany);
