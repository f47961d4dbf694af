import { z } from 'zod';
import { boolean, id, integer, isoTime, text } from './property.ts';
import { type } from './shared.ts';

export const dataConnectorSchema = z.looseObject({
  type,
  id: id('Id of the data connector'),
  name: text('Name'),
  description: text('What it does'),
  state: text('draft or live'),
  http_method: text('HTTP method of its requests, in lower case'),
  direct_fin_usage: boolean('Whether Fin may use it by itself'),
  execution_results_url: text('Path of its executions in the API'),
  created_by_admin_id: text('Id of the teammate who created it'),
  updated_by_admin_id: text('Id of the teammate who last changed it'),
  created_at: isoTime('When it was created'),
  updated_at: isoTime('When it last changed'),
});

export const dataConnectorExecutionSchema = z.looseObject({
  type,
  id: id('Id of the execution'),
  data_connector_id: id('Id of the data connector'),
  success: boolean('Whether it succeeded'),
  http_status: integer('HTTP status of the answer'),
  http_method: text('HTTP method of the request, in lower case'),
  request_url: text('Address of the request, without its query'),
  error_type: text('Kind of error, such as 3rd_party_error'),
  error_message: text('What went wrong'),
  execution_time_ms: integer('How long it took, milliseconds'),
  source_type: text('Kind of what started it, such as workflow or fin'),
  source_id: text('Id of what started it'),
  conversation_id: text('Id of the conversation it ran in'),
  created_at: isoTime('When it ran'),
});
