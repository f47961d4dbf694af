import { z } from 'zod';
import { audienceIds } from './ai-content.ts';
import { id, text, time } from './property.ts';
import { type } from './shared.ts';

export const contentImportSourceSchema = z.looseObject({
  type,
  id: id('Id of the source'),
  url: text('Address that content is imported from'),
  sync_behavior: text('How it is imported: api, automatic or manual'),
  status: text('active or deactivated'),
  audience_ids: audienceIds,
  last_synced_at: time('When it was last imported'),
  created_at: time('When it was created'),
  updated_at: time('When it last changed'),
});
