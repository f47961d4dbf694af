import { z } from 'zod';
import { id, openObject, text, time } from './property.ts';

/** What custom objects of all types have; the attributes are the workspace's own. */
export const customObjectSchema = z.looseObject({
  id: id('Id of the object'),
  external_id: text('Your own id of the object'),
  type: text("Identifier of the object's type"),
  custom_attributes: openObject('Attributes by name; the API does not tell their types'),
  external_created_at: time('When it was created in the system it comes from'),
  external_updated_at: time('When it last changed in the system it comes from'),
  created_at: time('When it was created in Intercom'),
  updated_at: time('When it last changed in Intercom'),
});
