import { z } from 'zod';
import { id, isoCursor, isoTime, text, texts } from './property.ts';
import { type } from './shared.ts';

export const macroSchema = z.looseObject({
  type,
  id: id('Id of the macro'),
  name: text('Name of the macro'),
  body: text('Body, HTML; placeholders are attribute elements'),
  body_text: text('Body, plain text; placeholders are in double braces'),
  visible_to: text('Who may use it: everyone or specific_teams'),
  visible_to_team_ids: texts('Ids of those teams'),
  available_on: texts('Where it can be used: inbox, messenger'),
  created_at: isoTime('When it was created'),
  updated_at: isoCursor('When it last changed'),
});
