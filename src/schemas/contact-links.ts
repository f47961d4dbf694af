import { z } from 'zod';
import { ofContact } from './parent-columns.ts';
import { id } from './property.ts';
import { addressableFields } from './shared.ts';

/** Which contact has which tag or company, by id. */

export const contactTagSchema = z.looseObject({
  ...addressableFields,
  ...ofContact,
  id: id('Id of the tag, which is the id of its row in tags'),
});

export const contactCompanySchema = z.looseObject({
  ...addressableFields,
  ...ofContact,
  id: id("Intercom's id of the company, which is the id of its row in companies"),
});
