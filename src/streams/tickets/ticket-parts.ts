import { toText } from '../../rows/convert.ts';
import { ticketPartSchema } from '../../schemas/ticket-part.ts';
import { EmbeddedListStream, parentFrom } from '../child-stream.ts';
import { tickets } from './walk.ts';

export class TicketParts extends EmbeddedListStream {
  readonly name = 'ticket_parts';
  readonly description =
    'A message, note or event of a ticket; all of each ticket that has changed, whatever their own age.';
  readonly schema = ticketPartSchema;
  readonly walk = tickets;
  readonly listAt = ['ticket_parts.ticket_parts'];
  override readonly parent = parentFrom('tickets', 'ticket');
  override readonly cursorField = 'ticket_updated_at';
  override readonly conversions = { id: toText };
  override readonly bodies = ['body'];
  // It may be the title or the description of the ticket.
  override readonly subjects = ['updated_attribute_data.value'];
}
