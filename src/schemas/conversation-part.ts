import { z } from 'zod';
import { boolean, cursor, id, integer, object, objects, openObject, text, time } from './property.ts';
import { attachments, author, emailMetadata, reference, tagFields, type } from './shared.ts';

const name = { name: text('Its name') };

const eventDetails = object('What happened, in a part that no one wrote', {
  workflow: object('Workflow that did it', name),
  attribute: object('Attribute that was changed', name),
  value: object('Value the attribute got', { ...name, previous: text('Value it had before') }),
  action: object('Custom action that ran', { ...name, result: text('success or failed') }),
  event: object('Event of a workflow', { type: text('Kind of event'), result: text('Result of it') }),
});

/** All of a part but its key and cursor, so that a side conversation can embed its parts. */
export const conversationPartFields = {
  type,
  part_type: text('Kind of part, such as comment, note or assignment'),
  body: text('Body, HTML or plain text as configured'),
  author: object('Who wrote it', {
    ...author,
    from_ai_agent: boolean('Whether Fin sent it'),
    is_ai_answer: boolean('Whether Fin wrote the body'),
  }),
  assigned_to: reference('Teammate or team that the part assigned the conversation to'),
  attachments,
  state: text('State of the conversation when the part was created: open, closed or snoozed'),
  tags: objects('Tags of the part', tagFields),
  event_details: eventDetails,
  metadata: object('Quick replies', {
    quick_reply_options: objects('Quick replies that were offered', {
      text: text('Text of the reply'),
      uuid: text('Id of the reply'),
      translations: openObject('Translations of the text, by language'),
    }),
    quick_reply_uuid: text('Id of the quick reply that was chosen'),
  }),
  email_message_metadata: emailMetadata,
  external_id: text('Id of the part in another system'),
  app_package_code: text('Code of the app that created the part through the API'),
  redacted: boolean('Whether the part was redacted'),
  created_at: time('When the part was created'),
  notified_at: time('When the contact was notified'),
};

export const conversationPartSchema = z.looseObject({
  ...conversationPartFields,
  id: id('Id of the part'),
  conversation_id: id('Id of the conversation'),
  conversation_created_at: time('When the conversation was created'),
  conversation_updated_at: time('When the conversation last changed'),
  conversation_total_parts: integer('How many parts the conversation has'),
  updated_at: cursor('When the part last changed'),
});
