import { z } from 'zod';
import { boolean, cursor, id, integer, object, objects, openObject, text, time } from './property.ts';
import { contacts, linkedObjects, type } from './shared.ts';
import { ticketPartFields } from './ticket-part.ts';
import { ticketTypeFields } from './ticket-type.ts';

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
  ticket_type: object('Type of the ticket', { ...ticketTypeFields, id: text('Id of the ticket type') }),
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
