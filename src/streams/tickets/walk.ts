import { ApiError, type ApiRequest, type Body } from '../../intercom/api.ts';
import { incompleteAnswer } from '../../intercom/incomplete-answer.ts';
import { type Completion, complete } from '../../walks/complete.ts';
import { search } from '../../walks/search/search.ts';
import type { WalkContext } from '../../walks/walk.ts';

const NAME = 'tickets';

/** All tickets with their parts, which come inline; a ticket whose parts are missing or cut is asked for by itself. */
export const tickets = complete(search({ name: NAME, path: '/tickets/search', recordsAt: 'tickets' }), {
  begin: wholeParts,
  request: requestFor,
});

function requestFor(id: string): ApiRequest {
  return { method: 'GET', path: `/tickets/${id}` };
}

function wholeParts({ api, warn }: WalkContext): Completion {
  return async (ticket, lease) => {
    if (hasAllParts(ticket)) return ticket;
    try {
      const asked = await api.send(requestFor(String(ticket.id)), lease);
      const parts = partsOf(asked);
      if (asked.id !== ticket.id || parts === undefined) throw incompleteAnswer('a ticket without its parts');
      if (!hasAllParts(asked)) {
        warn(
          `Ticket ${ticket.id} has more parts than the ${parts.length} that Intercom returns: the others are missing.`,
        );
      }
      return asked;
    } catch (error) {
      if (error instanceof ApiError && error.isGone) return ticket;
      throw error;
    }
  };
}

function hasAllParts(ticket: Body): boolean {
  const parts = partsOf(ticket);
  return parts !== undefined && !(Number(Reflect.get(Object(ticket.ticket_parts), 'total_count')) > parts.length);
}

function partsOf({ ticket_parts: list }: Body): readonly unknown[] | undefined {
  const parts: unknown = Reflect.get(Object(list), 'ticket_parts');
  return Array.isArray(parts) ? parts : undefined;
}
