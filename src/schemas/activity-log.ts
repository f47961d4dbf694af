import { z } from 'zod';
import { cursor, id, object, openObject, text } from './property.ts';

export const activityLogSchema = z.looseObject({
  id: id('Id of the activity'),
  activity_type: text('What was done, as a code such as app_name_change'),
  activity_description: text('What was done, as a sentence'),
  performed_by: object('Teammate who did it', {
    type: text('Always admin'),
    id: text('Id of the teammate'),
    email: text('Email address of the teammate'),
    ip: text('IP address the teammate worked from'),
  }),
  metadata: openObject('Details; which ones depends on the type of activity'),
  created_at: cursor('When it was done'),
});
