import { ticketTypeSchema } from '../../schemas/ticket-type.ts';
import { list } from '../../walks/list.ts';
import { RecordStream } from '../stream.ts';

/** All types of tickets with their attributes and states. */
export const ticketTypes = list({ name: 'ticket_types', path: '/ticket_types', recordsAt: ['data', 'ticket_types'] });

export class TicketTypes extends RecordStream {
  readonly name = 'ticket_types';
  readonly description = 'A type of ticket, with its attributes and states. Archived ones are included.';
  readonly source = 'one call';
  readonly schema = ticketTypeSchema;
  readonly walk = ticketTypes;
}
