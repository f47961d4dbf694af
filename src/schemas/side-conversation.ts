import { z } from 'zod';
import { conversationPartFields } from './conversation-part.ts';
import { ofConversation } from './parent-columns.ts';
import { id, integer, objects, text, time } from './property.ts';

export const sideConversationSchema = z.looseObject({
  side_conversation_id: id('Id of the side conversation'),
  ...ofConversation,
  conversation_parts: objects('Messages of the side conversation', {
    ...conversationPartFields,
    id: text('Id of the part'),
    updated_at: time('When the part last changed'),
  }),
  total_count: integer('How many messages it has'),
});
