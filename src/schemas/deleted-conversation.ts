import { z } from 'zod';
import { boolean, cursor, id } from './property.ts';
import { type } from './shared.ts';

export const deletedConversationSchema = z.looseObject({
  type,
  id: id('Id of the conversation that was deleted'),
  metrics_retained: boolean("Whether Intercom's reports still count the conversation"),
  deleted_at: cursor('When the conversation was deleted'),
});
