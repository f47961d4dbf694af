import { ticketTypeSchema } from '../../schemas/ticket-type.ts';
import { list } from '../../walks/list.ts';
import { withLists } from '../missing-lists.ts';
import { RecordStream } from '../stream.ts';

/** Paths of the attributes in a ticket type: they are documented under the second name, and sent under the first. */
export const ATTRIBUTES_AT = ['ticket_type_attributes.data', 'ticket_type_attributes.ticket_type_attributes'] as const;

const listed = list({ name: 'ticket_types', path: '/ticket_types', recordsAt: ['data', 'ticket_types'] });

/** All types of tickets with their attributes and states. */
export const ticketTypes = withLists(listed, {
  noun: 'ticket type',
  listsOf: { ticket_type_attributes: ATTRIBUTES_AT },
  request: (id) => ({ method: 'GET', path: `/ticket_types/${id}` }),
});

export class TicketTypes extends RecordStream {
  readonly name = 'ticket_types';
  readonly description = 'A type of ticket, with its attributes and states. Archived ones are included.';
  readonly source = 'one call';
  readonly schema = ticketTypeSchema;
  readonly walk = ticketTypes;
}
