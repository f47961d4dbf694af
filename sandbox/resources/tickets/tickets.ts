import { notFound } from '../../http/refusal.ts';
import type { Row } from '../../json.ts';
import { valueAt } from '../../json.ts';
import { collectionParent } from '../../resource-kit/parent.ts';
import { touchAny } from '../../resource-kit/random.ts';
import type { Resource } from '../../resource-kit/resource.ts';
import { type Searchable, searchRoute } from '../../resource-kit/search-route.ts';
import { childTable, collectionTable } from '../../resource-kit/tables.ts';
import type { FieldKind, FilterRules } from '../../search/filters.ts';
import { customKind, secondRules } from '../../search/rules.ts';
import type { Workspace } from '../../workspace.ts';
import { ticketPartsOf } from './parts.ts';
import { ticketsOf } from './rows.ts';

const texts = ['id', 'title', 'description', 'category', 'ticket_type_id', 'state', 'open', 'admin_assignee_id'];

const searchable: Searchable = {
  of: ticketsOf,
  rules,
  record: withParts,
  scope: 'read_tickets',
  type: 'ticket.list',
  key: 'tickets',
  defaultPerPage: 20,
};

const ticket = collectionParent('ticket_id', ticketsOf, () => notFound('Ticket'));

export const tickets = {
  sizes: { tickets: 300 },
  open: ticketsOf,
  routes: [
    searchRoute('/tickets/search', searchable),
    {
      method: 'GET',
      path: '/tickets/:id',
      scope: searchable.scope,
      answer: (call, workspace) => ({ body: withParts(workspace, ticket.find(call, workspace)) }),
    },
  ],
  tables: {
    tickets: collectionTable(ticketsOf, withParts),
    ticket_parts: childTable(ticket, (workspace, row) => ticketPartsOf(workspace).given(row)),
  },
  changes,
  random: {
    weight: 1,
    make: touchAny('tickets', ticketsOf, (workspace, id) => changes(workspace).touchTicket(id)),
  },
} satisfies Resource;

/** A ticket with its newest parts inline, as search and its own endpoint give it. */
function withParts(workspace: Workspace, row: number): Row {
  const parts = ticketPartsOf(workspace);
  return {
    ...ticketsOf(workspace).get(row),
    ticket_parts: {
      type: 'ticket_part.list',
      ticket_parts: parts.given(row),
      total_count: parts.count(row) + workspace.settings.archivedChildrenCounted,
    },
  };
}

function rules(workspace: Workspace): FilterRules {
  const all = ticketsOf(workspace);
  return secondRules(workspace, all, {
    kindOf,
    special: (row, field) => {
      if (field === 'ticket_type_id') return valueAt(all.get(row), 'ticket_type.id');
      return field === 'state' ? valueAt(all.get(row), 'ticket_state.category') : undefined;
    },
  });
}

function kindOf(field: string): FieldKind | undefined {
  if (['created_at', 'updated_at', 'snoozed_until'].includes(field)) return 'second';
  return texts.includes(field) ? 'text' : customKind(field, 'ticket_attribute.');
}

function changes(workspace: Workspace) {
  const all = ticketsOf(workspace);
  return {
    /** Adds a part to the ticket, which moves its `updated_at`; a `ticket_state` in `patch` is what the part changed. */
    touchTicket(id: string, at: number = workspace.now, patch: Row = {}): void {
      const row = all.known(id);
      all.touch(row, at, patch);
      ticketPartsOf(workspace).add(row, at, String(valueAt(all.get(row), 'ticket_state.category')));
    },

    /** Returns the new ticket's id. */
    addTicket(at: number = workspace.now, patch: Row = {}): string {
      return all.idOf(all.add(at, patch));
    },
  };
}
