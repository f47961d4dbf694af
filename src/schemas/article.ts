import { z } from 'zod';
import { aiAvailability, audienceIds } from './ai-content.ts';
import { boolean, cursor, id, integer, integers, object, objects, openObject, text, time } from './property.ts';
import { appliedTagFields, type } from './shared.ts';

/** Where there are several languages, texts and times are those of the default one. */
export const articleSchema = z.looseObject({
  type,
  id: id('Id of the article'),
  workspace_id: text('Id of the workspace'),
  parent_ids: integers('Ids of the collections it is in'),
  title: text('Title'),
  description: text('Description'),
  body: text('Body, HTML'),
  body_markdown: text('Body, Markdown'),
  state: text('published or draft'),
  url: text('Address of the article'),
  author_id: integer('Id of the teammate shown as the author'),
  created_by_id: integer('Id of the teammate who created it'),
  updated_by_id: integer('Id of the teammate who last changed it'),
  created_at: time('When it was created'),
  updated_at: cursor('When it last changed'),
  has_unpublished_changes: boolean('Whether a published article has changes that are not published'),
  draft_updated_at: time('When those changes were last edited'),
  scheduled_publish_at: time('When it will be published'),
  scheduled_unpublish_at: time('When it will be taken back'),
  help_center_audience: text('Who may see it in the help center, such as everyone or restricted'),
  exclude_from_article_suggestions: boolean('Whether Fin never suggests it'),
  ...aiAvailability,
  audience_ids: audienceIds,
  default_locale: text('Default language of the help center, if it has several'),
  translated_content: openObject('The article in each language, by code such as fr or pt-BR'),
  tags: object('Tags of the article', { type, tags: objects('The tags', appliedTagFields) }),
});
