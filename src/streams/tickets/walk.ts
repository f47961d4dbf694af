import type { ApiRequest } from '../../intercom/api.ts';
import { complete } from '../../walks/complete.ts';
import { search } from '../../walks/search/search.ts';
import type { Walk } from '../../walks/walk.ts';
import { PartsCompletion } from './parts-completion.ts';

const listed = search({ name: 'tickets', path: '/tickets/search', recordsAt: 'tickets' });
const { isBare: _, ...walk } = listed;

/** All tickets with their parts, which the search brings along; a ticket with missing parts is asked for by itself. */
export const tickets: Walk = {
  ...walk,
  async *read(progress, context) {
    const parts = new PartsCompletion(context, requestFor);
    yield* complete(listed, {
      begin: () => (ticket, lease, gone) => parts.complete(ticket, lease, gone),
      request: requestFor,
    }).read(progress, context);
    parts.end();
  },
};

function requestFor(id: string): ApiRequest {
  return { method: 'GET', path: `/tickets/${id}` };
}
