import { z } from 'zod';
import { aiAvailability, audienceIds } from './ai-content.ts';
import { id, integer, text, time } from './property.ts';
import { type } from './shared.ts';

export const internalArticleSchema = z.looseObject({
  type,
  id: id('Id of the article'),
  title: text('Title'),
  body: text('Body, HTML'),
  body_markdown: text('Body, Markdown'),
  owner_id: integer('Id of the teammate who owns it'),
  author_id: integer('Id of the teammate who wrote it'),
  locale: text('Default language'),
  ...aiAvailability,
  audience_ids: audienceIds,
  created_at: time('When it was created'),
  updated_at: time('When it last changed'),
});
