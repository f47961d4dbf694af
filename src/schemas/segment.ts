import { z } from 'zod';
import { cursor, id, integer, text, time } from './property.ts';
import { type } from './shared.ts';

export const segmentFields = {
  type,
  name: text('Name of the segment'),
  person_type: text('Whom the segment holds: user or contact, which is a lead'),
  count: integer('How many the segment held when it was read'),
  created_at: time('When the segment was created'),
};

export const segmentSchema = z.looseObject({
  ...segmentFields,
  id: id('Id of the segment'),
  updated_at: cursor("When the segment's definition last changed"),
});
