import { type Call, notFound, type Reply, type Route } from '../../http/route.ts';
import { asFound, searchPage } from '../../search/search-page.ts';
import { ticketRules } from '../../search/searchable.ts';
import type { Workspace } from '../../workspace.ts';
import { ticketRecord } from './records.ts';

const scope = 'read_tickets';

export const ticketRoutes: readonly Route[] = [
  { method: 'POST', path: '/tickets/search', scope, answer: search },
  { method: 'GET', path: '/tickets/:id', scope, answer: getOne },
  {
    method: 'GET',
    path: '/ticket_types',
    scope,
    answer: (_call, workspace) => ({ body: { type: 'list', data: workspace.ticketTypes } }),
  },
  {
    method: 'GET',
    path: '/ticket_states',
    scope,
    answer: (_call, workspace) => ({ body: { type: 'list', data: workspace.ticketStates } }),
  },
];

function search(call: Call, workspace: Workspace): Reply {
  const { tickets } = workspace;
  const { rows, total, pages } = searchPage(call, {
    collection: tickets,
    rules: ticketRules(workspace.settings, tickets),
    usualPerPage: 20,
    indexedUntil: workspace.indexedUntil,
  });
  const found = rows.map((row) => asFound(tickets, row, ticketRecord(workspace, row)));
  return { body: { type: 'ticket.list', pages, total_count: total, tickets: found } };
}

function getOne(call: Call, workspace: Workspace): Reply {
  const row = workspace.tickets.find(call.params.id ?? '');
  if (row === undefined) throw notFound('Ticket');
  return { body: ticketRecord(workspace, row) };
}
