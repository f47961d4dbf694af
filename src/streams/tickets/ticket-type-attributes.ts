import { toText } from '../../rows/convert.ts';
import { ticketTypeAttributeSchema } from '../../schemas/ticket-type.ts';
import { EmbeddedListStream } from '../child-stream.ts';
import { ATTRIBUTES_AT, ticketTypes } from './ticket-types.ts';

export class TicketTypeAttributes extends EmbeddedListStream {
  readonly name = 'ticket_type_attributes';
  readonly description = 'An attribute of the tickets of a type.';
  readonly schema = ticketTypeAttributeSchema;
  readonly walk = ticketTypes;
  readonly listAt = ATTRIBUTES_AT;
  override readonly parent = { stream: 'ticket_types', key: 'ticket_type_id' };
  override readonly conversions = { id: toText };
}
