/** A column, by stream and path, that differs from the API description on purpose; all below it differs too. */
export interface Exception {
  readonly column: string;
  readonly reason: string;
}

const official = "The type is that of Airbyte's own connector; the stream converts.";
const avatar = 'Text in the description, an object in some answers: passed on as it comes.';
const byLanguage = 'An object for each of some forty languages, all alike.';
const isTextOrList = 'Text or a list: an open object takes both.';
const body = 'Sent only if asked for, and never asked for: it holds what your customers entered.';

/** Properties that the description has, and the schema has not or with another type. */
export const SCHEMA_EXCEPTIONS: readonly Exception[] = [
  { column: 'activity_logs.metadata', reason: 'Its properties depend on the type of the activity.' },
  { column: 'admins.avatar', reason: official },
  { column: 'articles.statistics', reason: 'Only GET /articles/{id} sends it: a call per article.' },
  { column: 'articles.translated_content', reason: byLanguage },
  { column: 'collections.translated_content', reason: byLanguage },
  { column: 'companies.monthly_spend', reason: 'Customers set it, and it may have a fraction.' },
  { column: 'companies.notes.notes[].author.avatar', reason: avatar },
  { column: 'company_notes.author.avatar', reason: avatar },
  { column: 'company_notes.contact', reason: 'A note is about a contact or about a company.' },
  { column: 'contact_notes.author.avatar', reason: avatar },
  { column: 'contact_notes.company', reason: 'A note is about a contact or about a company.' },
  { column: 'contacts.avatar', reason: official },
  { column: 'contacts.owner_id', reason: official },
  { column: 'content_import_sources.id', reason: 'Ids that are keys are text; the stream converts.' },
  { column: 'conversation_attributes.id', reason: 'Ids that are keys are text; the stream converts.' },
  { column: 'conversations.company.monthly_spend', reason: 'Customers set it, and it may have a fraction.' },
  { column: 'conversations.company.notes.notes[].author.avatar', reason: avatar },
  { column: 'conversations.conversation_parts', reason: 'They are the rows of conversation_parts.' },
  { column: 'conversations.conversation_rating.teammate.id', reason: official },
  { column: 'conversations.statistics.last_closed_by_id', reason: official },
  { column: 'conversations.teammates.teammates', reason: 'The API sends the list as admins; the stream converts.' },
  { column: 'data_connector_executions.raw_response_body', reason: body },
  { column: 'data_connector_executions.request_body', reason: body },
  { column: 'data_connector_executions.response_body', reason: body },
  { column: 'tags.applied_at', reason: 'Sent only where a tag is read as part of what it is on.' },
  { column: 'tags.applied_by', reason: 'Sent only where a tag is read as part of what it is on.' },
  { column: 'ticket_parts.updated_attribute_data.value', reason: isTextOrList },
  {
    column: 'ticket_type_attributes.ticket_type_id',
    reason: 'It is the id of the row in ticket_types, which is text.',
  },
  { column: 'tickets.admin_assignee_id', reason: official },
  { column: 'tickets.team_assignee_id', reason: official },
  { column: 'tickets.ticket_parts.ticket_parts[].updated_attribute_data.value', reason: isTextOrList },
  { column: 'tickets.ticket_state', reason: official },
];

const notAConversation = 'POST /conversations/{id}/customers answers with contacts.';
const tagCreated = 'POST /tags also tells what it tagged.';

/** Properties of published examples that do not fit the schema, or that it has not. */
export const EXAMPLE_EXCEPTIONS: readonly Exception[] = [
  { column: 'calls.transcript', reason: 'POST /calls/search adds it: its entries are the rows of call_transcripts.' },
  { column: 'calls.transcript_status', reason: 'POST /calls/search adds it, GET /calls does not.' },
  { column: 'calls.updated_at', reason: 'The example of POST /calls/search leaves out nearly all of the call.' },
  { column: 'company_tags.companies', reason: tagCreated },
  { column: 'company_tags.users', reason: tagCreated },
  { column: 'conversations.ai_topics', reason: 'Null in one example, without a description.' },
  { column: 'conversations.customers', reason: notAConversation },
  { column: 'conversations.id', reason: notAConversation },
  { column: 'conversations.updated_at', reason: notAConversation },
];
