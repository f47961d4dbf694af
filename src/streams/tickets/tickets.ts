import type { Body } from '../../intercom/api.ts';
import { isObject } from '../../json.ts';
import { type Convert, converting, each, inside } from '../../rows/convert.ts';
import type { Row } from '../../rows/row.ts';
import { ticketSchema } from '../../schemas/ticket.ts';
import { recordsOf } from '../../walks/pages.ts';
import { ticketColumns } from '../columns.ts';
import { RecordStream } from '../stream.ts';
import { tickets } from './walk.ts';

/** The tickets of the workspace with their parts. */
export class Tickets extends RecordStream {
  readonly name = 'tickets';
  readonly schema = ticketSchema;
  readonly walk = tickets;
  override readonly cursorField = 'updated_at';
  protected override readonly toRow = ticketColumns;
  override readonly attributes = {
    request: { method: 'GET', path: '/ticket_types' },
    property: 'ticket_attributes',
    definitions: attributesOfTypes,
  } as const;

  override convertBodies(row: Row, convert: Convert): Row {
    return converting({ ticket_parts: inside({ ticket_parts: each(inside({ body: convert })) }) })(row);
  }
}

/** Each type of ticket has attributes of its own. */
function attributesOfTypes(body: Body): readonly unknown[] {
  return recordsOf(body, ['data', 'ticket_types'], '/ticket_types').flatMap(({ ticket_type_attributes: list }) => {
    const attributes = isObject(list) ? (list.data ?? list.ticket_type_attributes) : undefined;
    return Array.isArray(attributes) ? attributes : [];
  });
}
