import { z } from 'zod';
import { id, text } from './property.ts';
import { type } from './shared.ts';

export const tagSchema = z.looseObject({
  type,
  id: id('Id of the tag'),
  name: text('Name of the tag; a rename keeps the id'),
});
