import { z } from 'zod';
import { id, integer, openObject, text, time } from './property.ts';

/** Where there are several languages, texts are those of the default one. */
export const collectionSchema = z.looseObject({
  id: id('Id of the collection'),
  workspace_id: text('Id of the workspace'),
  help_center_id: integer('Id of the help center it is in'),
  parent_id: text('Id of the collection it is in; null at the top'),
  name: text('Name'),
  description: text('Description'),
  url: text('Address of the collection'),
  icon: text('Icon'),
  order: integer('Place among its siblings'),
  default_locale: text('Default language of the help center, if it has several'),
  translated_content: openObject('Name and description in each language, by code such as fr or pt-BR'),
  created_at: time('When it was created'),
  updated_at: time('When it last changed'),
});
