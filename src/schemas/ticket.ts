import { z } from 'zod';
import { boolean, cursor, id, integer, object, objects, openObject, text, time } from './property.ts';
import { attachments, author, contacts, linkedObjects, reference, type } from './shared.ts';

const ticketTypeAttributes = objects('The attributes', {
  type,
  id: text('Id of the attribute'),
  workspace_id: text('Id of the workspace'),
  ticket_type_id: integer('Id of the ticket type'),
  name: text('Name of the attribute'),
  description: text('What the attribute means'),
  data_type: text('string, list, integer, decimal, boolean, datetime or files'),
  input_options: openObject('Options of the input, by data type'),
  order: integer('Place among the attributes'),
  required_to_create: boolean('Whether teammates must fill it in'),
  required_to_create_for_contacts: boolean('Whether contacts must fill it in'),
  visible_on_create: boolean('Whether teammates see it'),
  visible_to_contacts: boolean('Whether contacts see it'),
  default: boolean('Whether it is built in'),
  archived: boolean('Whether it is archived'),
  created_at: time('When it was created'),
  updated_at: time('When it last changed'),
});

const ticketType = object('Type of the ticket', {
  type,
  id: text('Id of the ticket type'),
  name: text('Name of the ticket type'),
  description: text('What the ticket type is for'),
  category: text('Customer, Back-office or Tracker'),
  icon: text('Icon'),
  workspace_id: text('Id of the workspace'),
  is_internal: boolean('Whether only teammates see its tickets'),
  archived: boolean('Whether it is archived'),
  created_at: time('When it was created'),
  updated_at: time('When it last changed'),
  ticket_type_attributes: object('Attributes of its tickets, under either of the two names', {
    type,
    data: ticketTypeAttributes,
    ticket_type_attributes: ticketTypeAttributes,
  }),
  ticket_states: object('States of its tickets', {
    type,
    data: objects('The states', {
      type,
      id: text('Id of the state'),
      category: text('submitted, in_progress, waiting_on_customer or resolved'),
      internal_label: text('Name for teammates'),
      external_label: text('Name for contacts'),
    }),
  }),
});

/** All of a ticket's part but its key and cursor, so that a ticket can embed one. */
const ticketPartFields = {
  type,
  part_type: text('Kind of part, such as comment, note or ticket_state_updated_by_admin'),
  body: text('Body, HTML'),
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

export const ticketSchema = z.looseObject({
  type,
  id: id('Id of the ticket'),
  ticket_id: text('Number of the ticket in the inbox'),
  category: text('Customer, Back-office or Tracker'),
  ticket_state: text('Category of the state: submitted, in_progress, waiting_on_customer or resolved'),
  ticket_state_id: text('Id of the state'),
  ticket_state_internal_label: text('Name of the state for teammates'),
  ticket_state_external_label: text('Name of the state for contacts'),
  previous_ticket_state_id: text('Id of the state before the last change of state'),
  ticket_type: ticketType,
  ticket_attributes: openObject('Attributes by name'),
  open: boolean('Whether the ticket is open'),
  is_shared: boolean('Whether the contact sees the ticket'),
  admin_assignee_id: text('Id of the assigned teammate'),
  team_assignee_id: text('Id of the assigned team'),
  contacts,
  linked_objects: linkedObjects,
  ticket_parts: object('Parts of the ticket, the newest 500', {
    type,
    ticket_parts: objects('The parts', { ...ticketPartFields, id: text('Id of the part') }),
    total_count: integer('How many parts there are in all'),
  }),
  snoozed_until: time('Until when the ticket is snoozed'),
  created_at: time('When the ticket was created'),
  updated_at: cursor('When the ticket last changed'),
});
