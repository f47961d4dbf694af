import { z } from 'zod';
import { ofContact } from './parent-columns.ts';
import { cursor, id, openObject, text } from './property.ts';
import { type } from './shared.ts';

export const contactEventSchema = z.looseObject({
  type,
  ...ofContact,
  event_name: id('Name of the event'),
  created_at: cursor('When the event happened'),
  id: text('Your own id of the user or lead'),
  user_id: text('Your own id of the user'),
  intercom_user_id: text('Id of the contact, as the event has it'),
  email: text('Email address of the contact'),
  metadata: openObject('Details that were sent with the event, by name'),
  metadata_hash: id('Digest of the details: it tells apart events of the same name and second'),
});
