import { z } from 'zod';
import { boolean, id, integer, text, texts, time } from './property.ts';
import { type } from './shared.ts';

export const dataAttributeSchema = z.looseObject({
  type,
  id: integer('Id of the attribute; only custom ones have one'),
  model: text('What it describes: contact or company'),
  name: text('Name of the attribute, not always unique'),
  full_name: id('Path of the attribute in a record, such as plan.name'),
  label: text('Name shown to teammates'),
  description: text('What the attribute means'),
  data_type: text('string, integer, float, boolean or date'),
  options: texts('Values to choose from'),
  api_writable: boolean('Whether the API may change it'),
  messenger_writable: boolean('Whether the Messenger may change it'),
  ui_writable: boolean('Whether teammates may change it'),
  custom: boolean('Whether the workspace defined it'),
  archived: boolean('Whether it is archived; only custom ones can be'),
  admin_id: text('Id of the teammate who created it; only custom ones have one'),
  created_at: time('When it was created; only custom ones have it'),
  updated_at: time('When it last changed; only custom ones have it'),
});
