import { z } from 'zod';
import { ofTicket } from './parent-columns.ts';
import { boolean, id, object, openObject, text, time } from './property.ts';
import { attachments, author, reference, type } from './shared.ts';

/** All of a ticket's part but its key, so that a ticket can embed one. */
export const ticketPartFields = {
  type,
  part_type: text('Kind of part, such as comment, note or ticket_state_updated_by_admin'),
  body: text('Body, HTML or plain text as configured'),
  author: object('Who wrote it', author),
  assigned_to: reference('Teammate or team that the part assigned the ticket to'),
  attachments,
  ticket_state: text('State of the ticket after the part'),
  previous_ticket_state: text('State of the ticket before the part'),
  updated_attribute_data: object('Attribute that the part changed', {
    attribute: object('The attribute', { type, id: text('Id of it'), label: text('Name of it') }),
    value: openObject('Value it got: id and label, each of them text or a list'),
  }),
  external_id: text('Id of the part in another system'),
  app_package_code: text('Code of the app that created the part through the API'),
  redacted: boolean('Whether the part was redacted'),
  created_at: time('When the part was created'),
  updated_at: time('When the part last changed'),
};

export const ticketPartSchema = z.looseObject({
  ...ticketPartFields,
  id: id('Id of the part'),
  ...ofTicket,
});
