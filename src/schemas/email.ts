import { z } from 'zod';
import { boolean, id, text, time } from './property.ts';
import { type } from './shared.ts';

export const emailSchema = z.looseObject({
  type,
  id: id("Id of the address's settings"),
  email: text('Email address that the workspace writes from'),
  domain: text('Domain of the address'),
  verified: boolean('Whether the address is verified'),
  brand_id: text('Id of the brand it belongs to'),
  forwarding_enabled: boolean('Whether emails to the address are forwarded to Intercom'),
  forwarded_email_last_received_at: time('When the last forwarded email came in'),
  created_at: time('When it was created'),
  updated_at: time('When it last changed'),
});
