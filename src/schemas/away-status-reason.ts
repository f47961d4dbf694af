import { z } from 'zod';
import { boolean, id, integer, text, time } from './property.ts';
import { type } from './shared.ts';

export const awayStatusReasonSchema = z.looseObject({
  type,
  id: id('Id of the reason'),
  label: text('Name of the reason'),
  emoji: text('Emoji shown beside it'),
  order: integer('Place among the reasons'),
  deleted: boolean('Whether it was deleted; it stays in the list'),
  created_at: time('When it was created'),
  updated_at: time('When it last changed'),
});
