import type { ApiRequest } from '../../intercom/api.ts';
import { complete } from '../../walks/complete.ts';
import { search } from '../../walks/search/search.ts';
import { PartsCompletion } from './parts-completion.ts';

const listed = search({ name: 'tickets', path: '/tickets/search', recordsAt: 'tickets' });

/** All tickets with their parts, which the search brings along; a ticket with missing parts is asked for by itself. */
export const tickets = complete(listed, {
  begin: (context) => new PartsCompletion(context, requestFor),
  request: requestFor,
});

function requestFor(id: string): ApiRequest {
  return { method: 'GET', path: `/tickets/${id}` };
}
