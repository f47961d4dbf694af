import { z } from 'zod';
import { ofConversation } from './parent-columns.ts';
import { integer, isoTime, object, position, text } from './property.ts';

export const conversationHandlingEventSchema = z.looseObject({
  ...ofConversation,
  position: position("Place among the conversation's events in the order sent, from 0"),
  type: text('What happened to the handling of the conversation: paused or resumed'),
  timestamp: isoTime('When it happened'),
  reason: text('Why it happened, such as Away'),
  teammate: object('Who handled the conversation', {
    type: text('admin, team or bot'),
    id: integer('Id of the teammate or team'),
    name: text('Name'),
    email: text('Email address'),
  }),
});
