import { z } from 'zod';
import { cursor, id } from './property.ts';

/** What the rows of all reporting datasets have; their other columns depend on the dataset. */
export const reportSchema = z.looseObject({
  row_id: id("Id of the row: the dataset's own, or else made of all values of the row"),
  row_time: cursor("The dataset's time, by which it is exported"),
});
