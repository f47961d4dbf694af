import { z } from 'zod';
import { id, text, time } from './property.ts';
import { type } from './shared.ts';

export const redirectSchema = z.looseObject({
  type,
  id: id('Id of the redirect'),
  help_center_id: id('Id of the help center'),
  from_url: text('Address that is redirected'),
  target_type: text('What it leads to: article or collection'),
  target_id: text('Id of the article or collection'),
  locale: text('Language of the target'),
  created_at: time('When it was created'),
  updated_at: time('When it last changed'),
});
