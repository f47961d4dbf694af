import { ticketStateSchema } from '../../schemas/ticket-state.ts';
import { ListStream } from '../list-stream.ts';

export class TicketStates extends ListStream {
  readonly name = 'ticket_states';
  readonly description = 'A state that tickets can be in. Archived ones are included.';
  readonly schema = ticketStateSchema;
  readonly list = { path: '/ticket_states', recordsAt: 'data' };
}
