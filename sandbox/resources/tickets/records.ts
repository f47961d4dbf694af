import type { Row } from '../../json.ts';
import type { Workspace } from '../../workspace.ts';
import { ticketPartCount, ticketParts } from './generator.ts';

/** A ticket with its newest parts inline, as search and its own endpoint give it. */
export function ticketRecord(workspace: Workspace, row: number): Row {
  const { tickets, ground, settings, ticketTimes } = workspace;
  const added = workspace.addedTicketParts.get(row) ?? [];
  const times = row < settings.sizes.tickets ? ticketTimes(row) : undefined;
  const generated = times ? ticketPartCount(ground, row) : 0;
  const count = generated + added.length;
  const timeOf = (position: number) => {
    const at = added[position - generated];
    if (at !== undefined || !times) return at ?? tickets.timeOf(row, 'created_at');
    return times.created + Math.floor(((times.updated - times.created) * (position + 1)) / generated);
  };
  const parts = ticketParts(ground, row, Math.max(0, count - settings.partsCap), count, timeOf);
  return {
    ...tickets.get(row),
    ticket_parts: { type: 'ticket_part.list', ticket_parts: parts, total_count: count },
  };
}
