import { z } from 'zod';
import { boolean, id, integer, objects, text, time } from './property.ts';
import { type } from './shared.ts';

/** The API sends nulls within the lists of labels and reactions. */
const textsOrNulls = (description: string) => z.array(z.string().nullable()).nullish().meta({ description });

export const newsItemSchema = z.looseObject({
  type,
  id: id('Id of the news item'),
  workspace_id: text('Id of the workspace'),
  title: text('Title'),
  body: text('Body, HTML'),
  sender_id: integer('Id of the teammate shown as the sender'),
  state: text('draft or live'),
  newsfeed_assignments: objects('Newsfeeds that have it', {
    newsfeed_id: integer('Id of the newsfeed'),
    published_at: time('When it was published there'),
  }),
  labels: textsOrNulls('Labels shown to readers'),
  reactions: textsOrNulls('Emoji that readers can react with; empty where they cannot'),
  cover_image_url: text('Address of the cover image'),
  deliver_silently: boolean('Whether it is published without a notification'),
  created_at: time('When it was created'),
  updated_at: time('When it last changed'),
});

export const newsfeedSchema = z.looseObject({
  type,
  id: id('Id of the newsfeed'),
  name: text('Name for teammates'),
  created_at: time('When it was created'),
  updated_at: time('When it last changed'),
});

/** A news item that is live in a newsfeed. */
export const newsfeedItemSchema = newsItemSchema.extend({ newsfeed_id: id('Id of the newsfeed') });
