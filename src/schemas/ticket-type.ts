import { z } from 'zod';
import { boolean, id, integer, object, objects, openObject, text, time } from './property.ts';
import { type } from './shared.ts';

/** All of a ticket type's attribute but its key, so that a ticket type can embed one. */
const ticketTypeAttributeFields = {
  type,
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
};

const attributes = objects('The attributes', { ...ticketTypeAttributeFields, id: text('Id of the attribute') });

/** All of a ticket's state but its key, so that a ticket type can embed one. */
export const ticketStateFields = {
  type,
  category: text('submitted, in_progress, waiting_on_customer or resolved'),
  internal_label: text('Name for teammates'),
  external_label: text('Name for contacts'),
};

/** All of a ticket type but its key, so that tickets and ticket states can embed one. */
export const ticketTypeFields = {
  type,
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
    data: attributes,
    ticket_type_attributes: attributes,
  }),
  ticket_states: object('States of its tickets', {
    type,
    data: objects('The states', { ...ticketStateFields, id: text('Id of the state') }),
  }),
};

export const ticketTypeSchema = z.looseObject({ ...ticketTypeFields, id: id('Id of the ticket type') });

export const ticketTypeAttributeSchema = z.looseObject({
  ...ticketTypeAttributeFields,
  id: id('Id of the attribute'),
  ticket_type_id: id('Id of the ticket type, which is the id of its row in ticket_types'),
});
