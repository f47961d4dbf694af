import { boolean, integer, object, objects, text, time } from './property.ts';

/** Shapes that the records of several resources embed. */

export const type = text('Kind of object, as Intercom names it');

/** Somebody or something by its kind and id. */
export const reference = (description: string) => object(description, { type, id: text('Id of it') });

/** Whoever wrote a message or note. */
export const author = {
  type: text('Kind of author, such as admin, bot, user or lead'),
  id: text('Id of the author'),
  name: text('Name of the author'),
  email: text('Email address of the author'),
};

export const contactReference = {
  type,
  id: text('Id of the contact'),
  external_id: text('Your own id of the contact'),
};

export const contacts = object('Contacts that take part', {
  type,
  contacts: objects('The contacts', contactReference),
});

export const tagFields = { type, id: text('Id of the tag'), name: text('Name of the tag') };

export const appliedTagFields = {
  ...tagFields,
  applied_at: time('When the tag was applied'),
  applied_by: reference('Who applied the tag'),
};

/** An item of a list embedded in a contact. */
export const addressableFields = { type, id: text('Id of the item'), url: text('Path of the item in the API') };

/** A list embedded in a contact, its items by id. */
export const addressableList = (description: string) =>
  object(description, {
    type,
    data: objects('The items', addressableFields),
    url: text('Path of the whole list in the API'),
    total_count: integer('How many items there are in all'),
    has_more: boolean('Whether there are more items than listed'),
  });

export const linkedObjects = object('Linked conversations and tickets, at most 1,000', {
  type,
  data: objects('The linked objects', {
    type,
    id: text('Id of the conversation or ticket'),
    category: text('Category of a linked ticket'),
  }),
  total_count: integer('How many linked objects there are in all'),
  has_more: boolean('Whether there are more linked objects than listed'),
  url: text('Path of the whole list in the API'),
});

export const attachments = objects('Attached files', {
  type,
  name: text('Name of the file'),
  url: text('Signed address of the file; it expires, and each read brings another'),
  content_type: text('Media type'),
  filesize: integer('Size in bytes'),
  width: integer('Width of an image in pixels'),
  height: integer('Height of an image in pixels'),
});

export const emailMetadata = object('What the email said about itself', {
  message_id: text('Message-ID header'),
  subject: text('Subject'),
  email_address_headers: objects('Addresses in the headers', {
    type: text('Which header, such as from, to or cc'),
    email_address: text('Email address'),
    name: text('Name beside the address'),
  }),
  history: text('Quoted or forwarded emails, HTML'),
});
