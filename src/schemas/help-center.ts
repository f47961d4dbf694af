import { z } from 'zod';
import { boolean, id, text, texts, time } from './property.ts';

export const helpCenterSchema = z.looseObject({
  id: id('Id of the help center'),
  workspace_id: text('Id of the workspace'),
  identifier: text('Name in its address'),
  display_name: text('Name for teammates'),
  url: text('Address, with your own domain if there is one'),
  custom_domain: text('Your own domain for it'),
  website_turned_on: boolean('Whether it can be visited'),
  default: boolean('Whether it is the default one of the workspace'),
  locales: texts('Languages it is in'),
  created_at: time('When it was created'),
  updated_at: time('When it last changed'),
});
