import { z } from 'zod';
import { boolean, id, object, objects, text, texts, time } from './property.ts';
import { type } from './shared.ts';

export const conversationAttributeSchema = z.looseObject({
  type,
  id: id('Id of the attribute'),
  name: text('Name of the attribute'),
  description: text('What the attribute means'),
  data_type: text('string, list, integer, decimal, boolean, datetime, relationship or files'),
  required: boolean('Whether teammates must fill it in'),
  visible_to_team_ids: texts('Ids of the teams that see it; empty where all do'),
  multiline: boolean('Whether the text may have several lines; only for string'),
  options: objects('Values to choose from; only for list', {
    id: text('Id of the option'),
    label: text('Name of the option'),
    archived: boolean('Whether the option is archived'),
  }),
  reference: object('What it links to; only for relationship', {
    type: text('How many objects it links to: one or many'),
    object_type_id: text('Identifier of the type of custom object'),
  }),
  archived: boolean('Whether it is archived'),
  admin_id: text('Id of the teammate who created it'),
  created_at: time('When it was created'),
  updated_at: time('When it last changed'),
});
