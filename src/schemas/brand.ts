import { z } from 'zod';
import { boolean, id, text, time } from './property.ts';
import { type } from './shared.ts';

export const brandSchema = z.looseObject({
  type,
  id: id("Id of the brand; the default brand has the workspace's"),
  name: text('Name of the brand'),
  is_default: boolean('Whether it is the default brand of the workspace'),
  help_center_id: text('Id of its help center'),
  default_address_settings_id: text('Id of the email address it writes from unless another is chosen'),
  created_at: time('When it was created'),
  updated_at: time('When it last changed'),
});
