import { ApiError, type ApiRequest, type Body } from '../intercom/api.ts';
import { type Completion, complete } from '../walks/complete.ts';
import { search } from '../walks/search.ts';
import type { Context } from '../walks/walk.ts';

const NAME = 'tickets';

/** All tickets with their parts, which come inline; a ticket whose parts are missing or cut is asked for by itself. */
export const tickets = complete(search({ name: NAME, path: '/tickets/search', recordsAt: 'tickets' }), {
  begin: wholeParts,
  request: requestFor,
});

function requestFor(id: string): ApiRequest {
  return { method: 'GET', path: `/tickets/${id}` };
}

function wholeParts({ api, warn }: Context): Completion {
  return async (ticket) => {
    if (hasAllParts(ticket)) return ticket;
    try {
      const asked = await api.send(requestFor(String(ticket.id)), NAME);
      if (!hasAllParts(asked))
        warn(`Ticket ${ticket.id} has more parts than Intercom returns: the oldest ones are missing.`);
      return asked;
    } catch (error) {
      if (error instanceof ApiError && error.isGone) return ticket;
      throw error;
    }
  };
}

function hasAllParts({ ticket_parts: list }: Body): boolean {
  if (typeof list !== 'object' || list === null) return false;
  const parts: unknown = Reflect.get(list, 'ticket_parts');
  return Array.isArray(parts) && !(Number(Reflect.get(list, 'total_count')) > parts.length);
}
