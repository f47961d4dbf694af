import { z } from 'zod';
import { ofContact } from './parent-columns.ts';
import { id, time } from './property.ts';
import { segmentFields } from './segment.ts';

export const contactSegmentSchema = z.looseObject({
  ...segmentFields,
  ...ofContact,
  id: id('Id of the segment'),
  updated_at: time("When the segment's definition last changed"),
});
