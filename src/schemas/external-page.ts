import { z } from 'zod';
import { boolean, id, integer, text, time } from './property.ts';
import { type } from './shared.ts';

export const externalPageSchema = z.looseObject({
  type,
  id: id('Id of the page'),
  source_id: integer('Id of the content import source, as an integer'),
  external_id: text('Id of the page at its source'),
  title: text('Title'),
  html: text('Body, HTML'),
  url: text('Address that Fin links to'),
  locale: text('Language'),
  ai_agent_availability: boolean('Whether Fin may use it'),
  ai_copilot_availability: boolean('Whether Copilot may use it'),
  ai_sales_agent_availability: boolean('Whether the sales agent may use it'),
  fin_availability: boolean('Older form of ai_agent_availability and ai_copilot_availability'),
  last_ingested_at: time('When it was last imported'),
  created_at: time('When it was created'),
  updated_at: time('When it last changed'),
});
