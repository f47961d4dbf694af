import { z } from 'zod';
import { ofContact } from './parent-columns.ts';
import { id, object, objects, text, texts } from './property.ts';
import { type } from './shared.ts';

const translation = {
  name: text('Name in that language'),
  description: text('Description in that language'),
  locale: text('Two-letter code of the language'),
};

export const subscriptionTypeSchema = z.looseObject({
  type,
  id: id('Id of the subscription type'),
  state: text('live, draft or archived'),
  consent_type: text('Whether contacts must opt_in, or get its messages until they opt_out'),
  content_types: texts('Kinds of messages it covers: email, sms_message'),
  default_translation: object("Name and description in the workspace's own language", translation),
  translations: objects('Name and description in each language', translation),
});

/** A choice that a contact made; whether in or out follows from the consent type. */
export const contactSubscriptionSchema = subscriptionTypeSchema.extend(ofContact);
