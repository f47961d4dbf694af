import type { z } from 'zod';
import type { Row } from '../../src/rows/row.ts';
import { asRecord, columnsOf, FIXED_STREAMS } from '../streams/fixtures.ts';

/** A stream whose records the API description describes. */
export interface DescribedStream {
  readonly name: string;
  readonly schema: z.ZodObject;
  /** The components of the description that are the stream's records. */
  readonly components: readonly string[];
  /** The rows that the stream makes of one record. */
  readonly rows: (record: Row) => readonly Row[];
}

/** All columns of these are made from other records, of whose description nothing is left in the row. */
export const STREAMS_OF_OUR_OWN: readonly string[] = ['call_transcripts', 'report_conversation', 'team_admins'];

/** Intercom publishes no example of these. */
export const STREAMS_WITHOUT_EXAMPLES: readonly string[] = [
  'away_status_reasons',
  'contact_companies',
  'contact_events',
  'contact_tags',
  'message_receipts',
];

export const DESCRIBED_STREAMS: readonly DescribedStream[] = [
  registered('activity_logs', ['activity_log']),
  registered('admins', ['admin']),
  registered('companies', ['company']),
  registered('company_attributes', ['data_attribute']),
  registered('company_segments', ['segment'], inList('segments', 'segments')),
  registered('contact_attributes', ['data_attribute']),
  registered('contacts', ['contact']),
  registered('conversation_parts', ['conversation_part'], (part) => {
    const body = { id: '1', conversation_parts: { conversation_parts: [part] } };
    return { parent: body, body };
  }),
  registered('conversations', ['conversation_list_item', 'conversation']),
  registered('segments', ['segment']),
  registered('tags', ['tag']),
  registered('teams', ['team']),
  registered('tickets', ['ticket']),

  registered('articles', ['article_list_item', 'article']),
  registered('audiences', ['audience']),
  registered('away_status_reasons', ['away_status_reason']),
  registered('brands', ['brand']),
  registered('calls', ['call']),
  registered('collections', ['collection']),
  registered('company_notes', ['company_note', 'note'], inList('notes', 'notes')),
  registered('company_tags', ['tag_basic'], inList('tags', 'tags')),
  registered('contact_companies', ['company_data', 'addressable_list'], inList('companies', 'data')),
  registered('contact_events', ['data_event']),
  registered('contact_notes', ['note']),
  registered('contact_segments', ['segment']),
  registered('contact_subscriptions', ['subscription_type']),
  registered('contact_tags', ['addressable_list'], inList('tags', 'data')),
  registered('content_import_sources', ['content_import_source']),
  registered('content_snippets', ['content_snippet']),
  registered('conversation_attributes', ['conversation_attribute']),
  registered('conversation_contacts', ['contact_reference'], inList('contacts', 'contacts')),
  registered('conversation_handling_events', ['handling_event']),
  registered('conversation_tags', ['tag'], inList('tags', 'tags')),
  registered('conversation_teammates', ['reference'], inList('teammates', 'teammates')),
  registered('message_receipts', ['data_export_csv']),
  registered('custom_object_Order', ['custom_object_instance']),
  registered('data_connector_executions', ['data_connector_execution_result']),
  registered('data_connectors', ['data_connector']),
  registered('deleted_conversations', ['deleted_conversation_item']),
  registered('emails', ['email_setting']),
  registered('external_pages', ['external_page']),
  registered('help_centers', ['help_center']),
  registered('internal_articles', ['internal_article_list_item']),
  registered('macros', ['macro']),
  registered('news_items', ['news_item']),
  registered('newsfeed_items', ['news_item']),
  registered('newsfeeds', ['newsfeed']),
  registered('office_hours', ['office_hours_schedule']),
  registered('office_hours_exceptions', ['office_hours_exception']),
  registered('redirects', ['help_center_redirect']),
  registered('side_conversations', ['side_conversation_summary']),
  registered('subscription_types', ['subscription_type']),
  registered('ticket_parts', ['ticket_part'], inList('ticket_parts', 'ticket_parts')),
  registered('ticket_states', ['ticket_state_detailed']),
  registered('ticket_type_attributes', ['ticket_type_attribute'], inList('ticket_type_attributes', 'data')),
  registered('ticket_types', ['ticket_type']),
];

/** Puts a record into the list that its parent holds at these two names. */
function inList(outer: string, inner: string): (record: Row) => unknown {
  return (record) => ({ id: '1', updated_at: 1, [outer]: { [inner]: [record] } });
}

/** A stream of the registry, which has its schema and makes its rows. */
function registered(name: string, components: readonly string[], toWalked?: (record: Row) => unknown): DescribedStream {
  const stream = FIXED_STREAMS.find((fixed) => fixed.name === name)?.stream;
  if (stream === undefined) throw new Error(`There is no stream ${name}.`);
  return {
    name,
    schema: stream.schema,
    components,
    rows: (record) => stream.rows(toWalked?.(record) ?? asRecord(stream, record)).map(columnsOf(stream)),
  };
}
