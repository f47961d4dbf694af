import type { Body } from '../../intercom/api.ts';
import { isObject } from '../../json.ts';
import type { Derive } from '../../rows/columns.ts';
import { assignee, each, inside, toText } from '../../rows/convert.ts';
import { rowsAt } from '../../rows/paths.ts';
import { ticketSchema } from '../../schemas/ticket.ts';
import { recordsOf } from '../../walks/pages.ts';
import { RecordStream } from '../stream.ts';
import { ATTRIBUTES_AT } from './ticket-types.ts';
import { tickets } from './walk.ts';

export class Tickets extends RecordStream {
  readonly name = 'tickets';
  readonly description = 'A ticket with its parts.';
  readonly source = 'search, 150 records a call; a call for each ticket whose parts the search cuts';
  readonly schema = ticketSchema;
  readonly walk = tickets;
  override readonly cursorField = 'updated_at';
  override readonly isBounded = true;
  override readonly attributes = {
    request: { method: 'GET', path: '/ticket_types' },
    property: 'ticket_attributes',
    definitions: attributesOfTypes,
  } as const;
  override readonly conversions = {
    admin_assignee_id: assignee(toText),
    team_assignee_id: assignee(toText),
    ticket_parts: inside({ ticket_parts: each(inside({ id: toText })) }),
  };
  override readonly derived = {
    ticket_state: ofState('category'),
    ticket_state_id: ofState('id'),
    ticket_state_internal_label: ofState('internal_label'),
    ticket_state_external_label: ofState('external_label'),
  };
  override readonly bodies = ['ticket_parts.ticket_parts[].body'];
  override readonly subjects = [
    'ticket_attributes._default_title_',
    'ticket_attributes._default_description_',
    'ticket_parts.ticket_parts[].updated_attribute_data.value',
  ];
}

/** A column of the state, which the API sends as an object. */
function ofState(property: string): Derive {
  return ({ ticket_state: state }) => (isObject(state) ? (state[property] ?? null) : undefined);
}

/** Each type of ticket has attributes of its own. */
function attributesOfTypes(body: Body): readonly unknown[] {
  const types = recordsOf(body, ['data', 'ticket_types'], '/ticket_types');
  return types.flatMap((type) => rowsAt(type, ATTRIBUTES_AT) ?? []);
}
