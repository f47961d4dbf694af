import { boolean, integer, object, objects, text, time } from './property.ts';

/** Shapes that several resources share. */

export const type = text('Kind of object, as Intercom names it');

/** Somebody or something by its kind and id. */
export const reference = (description: string) => object(description, { type, id: text('Id of it') });

/** Who wrote something. */
export const author = {
  type: text('admin, bot, team, user, lead …'),
  id: text('Id of the author'),
  name: text('Name of the author'),
  email: text('Email address of the author'),
};

export const contactReference = {
  type,
  id: text('Id of the contact'),
  external_id: text('Your own id of the contact'),
};

/** Contacts as conversations and tickets embed them. */
export const contactList = object('Contacts that take part', {
  type,
  contacts: objects('The contacts', contactReference),
});

export const tagFields = { type, id: text('Id of the tag'), name: text('Name of the tag') };

export const segmentFields = {
  name: text('Name of the segment'),
  person_type: text('Whom it holds: user, contact or company'),
  count: integer('How many it held when it was read'),
  created_at: time('When the segment was created'),
};

/** The embedded lists of a contact: the first ten, by address. */
export const addressableList = (description: string) =>
  object(description, {
    type,
    data: objects('The items', { type, id: text('Id of the item'), url: text('Its path in the API') }),
    url: text('Path of the whole list in the API'),
    total_count: integer('How many there are in all'),
    has_more: boolean('Whether there are more than listed'),
  });

export const linkedObjects = object('Linked conversations and tickets', {
  type,
  data: objects('The linked objects', {
    type,
    id: text('Id of the conversation or ticket'),
    category: text('Category, if it is a ticket'),
  }),
  total_count: integer('How many there are in all'),
  has_more: boolean('Whether there are more than listed'),
  url: text('Path of the whole list in the API'),
});

export const attachments = objects('Attached files', {
  type,
  name: text('Name of the file'),
  url: text('Signed address of the file, which expires and differs at each read'),
  content_type: text('Media type'),
  filesize: integer('Size in bytes'),
  width: integer('Width in pixels, of an image'),
  height: integer('Height in pixels, of an image'),
});

export const emailHeaders = objects('Addresses in the headers of the email', {
  type: text('from, to, cc …'),
  email_address: text('Email address'),
  name: text('Name that goes with it'),
});
