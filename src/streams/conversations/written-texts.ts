/** The HTML in a part of a conversation, also where a side conversation embeds it. */
export const partBodies: readonly string[] = ['body', 'email_message_metadata.history'];

/** The other texts in it. The value of an attribute may be the title of a ticket. */
export const partSubjects: readonly string[] = [
  'email_message_metadata.subject',
  'event_details.value',
  'metadata.quick_reply_options[].text',
  'metadata.quick_reply_options[].translations',
];
