import { z } from 'zod';
import { id, text, time } from './property.ts';
import { reference, type } from './shared.ts';

export const tagSchema = z.looseObject({
  type,
  id: id('Id of the tag'),
  name: text('Name of the tag; a rename keeps the id'),
  applied_at: time('When it was applied; only where a tag is read from the object that carries it'),
  applied_by: reference('Who applied it; only where a tag is read from the object that carries it'),
});
