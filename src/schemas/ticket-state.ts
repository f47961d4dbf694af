import { z } from 'zod';
import { boolean, id, object, objects, text } from './property.ts';
import { type } from './shared.ts';
import { ticketStateFields, ticketTypeFields } from './ticket-type.ts';

export const ticketStateSchema = z.looseObject({
  ...ticketStateFields,
  id: id('Id of the state'),
  archived: boolean('Whether it is archived'),
  ticket_types: object('Ticket types whose tickets may be in the state', {
    type,
    data: objects('The ticket types', { ...ticketTypeFields, id: text('Id of the ticket type') }),
  }),
});
