import { z } from 'zod';
import { boolean, cursor, id, integer, object, objects, openObject, text, time } from './property.ts';
import { addressableList, type } from './shared.ts';

const android = {
  android_app_name: text('Name of the Android app in use'),
  android_app_version: text('Version of the Android app in use'),
  android_device: text('Android device in use'),
  android_last_seen_at: time('When the contact was last seen in the Android app'),
  android_os_version: text('Version of Android in use'),
  android_sdk_version: text('Version of the Intercom SDK for Android in use'),
};

const ios = {
  ios_app_name: text('Name of the iOS app in use'),
  ios_app_version: text('Version of the iOS app in use'),
  ios_device: text('iOS device in use'),
  ios_last_seen_at: time('When the contact was last seen in the iOS app'),
  ios_os_version: text('Version of iOS in use'),
  ios_sdk_version: text('Version of the Intercom SDK for iOS in use'),
};

const campaign = {
  referrer: text('Address of the page that led the contact to the site'),
  utm_campaign: text('UTM campaign of the first visit'),
  utm_content: text('UTM content of the first visit'),
  utm_medium: text('UTM medium of the first visit'),
  utm_source: text('UTM source of the first visit'),
  utm_term: text('UTM term of the first visit'),
};

const lists = {
  tags: addressableList('All tags of the contact, by id'),
  notes: addressableList('All notes on the contact, by id'),
  companies: addressableList('All companies of the contact, by id'),
  opted_in_subscription_types: addressableList('Subscription types the contact opted in to, at most ten'),
  opted_out_subscription_types: addressableList('Subscription types the contact opted out of, at most ten'),
  social_profiles: object('Social profiles of the contact', {
    type,
    data: objects('The profiles', { type, name: text('Name of the network'), url: text('Address of the profile') }),
  }),
  merge_history: objects('Contacts that were merged into this one', {
    type,
    source_contact_id: text('Id of the contact that was merged in'),
    source_contact_role: text('Role of that contact: user or lead'),
    merged_at: time('When it was merged in'),
  }),
};

export const contactSchema = z.looseObject({
  type,
  id: id('Id of the contact'),
  workspace_id: text('Id of the workspace'),
  external_id: text('Your own id of the contact'),
  role: text('user or lead'),
  email: text('Email address'),
  email_domain: text('Domain of the email address'),
  phone: text('Phone number'),
  name: text('Full name'),
  avatar: text('Address of the picture'),
  owner_id: integer('Id of the teammate who owns the contact'),
  has_hard_bounced: boolean('Whether an email to the contact bounced for good'),
  marked_email_as_spam: boolean('Whether the contact marked an email as spam'),
  unsubscribed_from_emails: boolean('Whether the contact has unsubscribed from emails'),
  unsubscribed_from_sms: boolean('Whether the contact has unsubscribed from SMS'),
  sms_consent: boolean('Whether the contact agreed to receive SMS'),
  enabled_push_messaging: boolean('Whether the contact accepts push messages'),
  created_at: time('When the contact was created'),
  updated_at: cursor('When the contact last changed'),
  signed_up_at: time('When the contact signed up'),
  last_seen_at: time('When the contact was last seen'),
  last_replied_at: time('When the contact last wrote'),
  last_contacted_at: time('When the contact was last written to'),
  last_email_opened_at: time('When the contact last opened an email'),
  last_email_clicked_at: time('When the contact last clicked a link in an email'),
  language_override: text('Language set for the Messenger, whatever the browser says'),
  browser: text('Browser in use'),
  browser_version: text('Version of the browser in use'),
  browser_language: text('Language of the browser in use'),
  os: text('Operating system in use'),
  location: object('Where the contact is', {
    type,
    country: text('Country'),
    country_code: text('Three-letter code of the country'),
    continent_code: text('Code of the continent'),
    region: text('Region'),
    city: text('City'),
  }),
  ...android,
  ...ios,
  ...campaign,
  ...lists,
  custom_attributes: openObject('Custom attributes by name'),
});
