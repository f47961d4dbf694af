import { z } from 'zod';
import { aiAvailability, audienceIds } from './ai-content.ts';
import { id, integer, objects, text, time } from './property.ts';
import { type } from './shared.ts';

export const contentSnippetSchema = z.looseObject({
  type,
  id: id('Id of the snippet'),
  title: text('Title'),
  locale: text('Language'),
  json_blocks: objects('Body in blocks, such as paragraphs; their properties differ by type', {}),
  body_markdown: text('Body, Markdown'),
  ...aiAvailability,
  chatbot_availability: integer('Older form of ai_chatbot_availability, 1 or 0'),
  copilot_availability: integer('Older form of ai_copilot_availability, 1 or 0'),
  audience_ids: audienceIds,
  created_at: time('When it was created'),
  updated_at: time('When it last changed'),
});
