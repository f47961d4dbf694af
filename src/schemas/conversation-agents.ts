import { integer, object, objects, openObject, text, time } from './property.ts';

/** What Fin and the sales agent did in a conversation. */

export const aiAgent = object("Fin's part in the conversation", {
  source_type: text('Kind of source that called Fin, such as workflow'),
  source_title: text('Title of that source'),
  last_answer_type: text("Kind of Fin's last answer, such as ai_answer or custom_answer"),
  resolution_state: text('How it ended for Fin, such as confirmed_resolution'),
  rating: integer('Rating of Fin by the contact, 1 to 5'),
  rating_remark: text('Remark that came with the rating'),
  created_at: time('When the rating was created'),
  updated_at: time('When the rating last changed'),
  content_sources: object('Content that Fin used', {
    type: text('Always content_source.list'),
    total_count: integer('How many sources there are in all'),
    content_sources: objects('The sources', {
      content_type: text('Kind of content, such as article'),
      url: text('Address of the content for teammates'),
      title: text('Title of the content'),
      locale: text('Language of the content'),
    }),
  }),
});

export const salesAgent = object("The sales agent's part in the conversation", {
  outcome: text('Outcome, such as qualified or disqualified'),
  routing_outcome: text('Outcome by which it was routed, as the workspace defines it'),
  collected_data: openObject('What the agent found out, by name'),
});
