import { isRow, type Row, valueAt } from './json.ts';
import { listIn } from './resources/companies/records.ts';
import {
  contactCompanies,
  contactNotes,
  contactSegments,
  contactSubscriptions,
  contactTags,
  contactWithHistory,
} from './resources/contacts/records.ts';
import { conversationParts } from './resources/conversations/records.ts';
import { ticketRecord } from './resources/tickets/records.ts';
import type { Collection } from './search/collection.ts';
import type { Workspace } from './workspace.ts';

type Reader = (workspace: Workspace) => Iterable<Row>;

const readers = {
  tags: ({ tags }) => tags,
  admins: ({ admins }) => admins,
  teams: ({ teams }) => teams,
  segments: ({ segments }) => segments,
  contact_attributes: ({ contactAttributes }) => contactAttributes.filter((one) => one.archived === false),
  company_attributes: ({ companyAttributes }) => companyAttributes.filter((one) => one.archived === false),
  contacts: (workspace) => each(workspace.contacts, (row) => [contactWithHistory(workspace, row)]),
  contact_tags: contactChildren(contactTags),
  contact_companies: contactChildren(contactCompanies),
  contact_notes: contactChildren(contactNotes),
  contact_segments: contactChildren(contactSegments),
  contact_subscriptions: contactChildren(contactSubscriptions),
  companies: ({ companies }) => each(companies, (row) => [companies.get(row)]),
  company_segments: companyChildren('segments'),
  company_tags: companyChildren('tags'),
  company_notes: companyChildren('notes'),
  conversations: ({ conversations }) => each(conversations, (row) => [conversations.get(row)]),
  conversation_parts: (workspace) =>
    each(workspace.conversations, (row) =>
      conversationParts(workspace, row).map((part) => ({
        conversation_id: workspace.conversations.idOf(row),
        ...part,
      })),
    ),
  conversation_tags: conversationChildren('tags', 'tags'),
  conversation_contacts: conversationChildren('contacts', 'contacts'),
  conversation_teammates: conversationChildren('teammates', 'admins'),
  conversation_attributes: ({ conversationAttributes }) =>
    conversationAttributes.filter((one) => one.archived === false),
  deleted_conversations: ({ deletedConversations }) => deletedConversations,
  tickets: (workspace) => each(workspace.tickets, (row) => [ticketRecord(workspace, row)]),
  ticket_parts: (workspace) =>
    each(workspace.tickets, (row) =>
      rowsAt(ticketRecord(workspace, row), 'ticket_parts', 'ticket_parts').map((part) => ({
        ticket_id: workspace.tickets.idOf(row),
        ...part,
      })),
    ),
  ticket_types: ({ ticketTypes }) => ticketTypes,
  ticket_type_attributes: ({ ticketTypes }) =>
    ticketTypes.flatMap((type) => rowsAt(type, 'ticket_type_attributes', 'data')),
  ticket_states: ({ ticketStates }) => ticketStates,
  activity_logs: ({ activityLogs }) => each(activityLogs, (row) => [activityLogs.get(row)]),
  subscription_types: ({ subscriptionTypes }) => subscriptionTypes,
  team_admins: ({ teams }) =>
    teams.flatMap((team) => idsAt(team, 'admin_ids').map((id) => ({ team_id: team.id, admin_id: id }))),
} satisfies Record<string, Reader>;

/** A table that the workspace can tell the whole truth about. */
export type StreamName = keyof typeof readers;

export function isStreamName(name: string): name is StreamName {
  return Object.hasOwn(readers, name);
}

export function streamNames(): StreamName[] {
  return Object.keys(readers).filter(isStreamName);
}

/** Everything that the API can give for this stream now, as raw objects; children carry their parent's id. */
export function truth(workspace: Workspace, stream: StreamName): Iterable<Row> {
  return readers[stream](workspace);
}

/** How many rows {@link truth} gives. */
export function countTruth(workspace: Workspace, stream: StreamName): number {
  const { contacts, companies, conversations, tickets, activityLogs } = workspace;
  const collections: Partial<Record<StreamName, Collection>> = { contacts, companies, conversations, tickets };
  const collection = stream === 'activity_logs' ? activityLogs : collections[stream];
  if (collection) return collection.count;
  let count = 0;
  for (const _row of truth(workspace, stream)) count++;
  return count;
}

function* each(collection: Collection, rowsOf: (row: number) => Row[]): Generator<Row> {
  for (const row of collection.all()) yield* rowsOf(row);
}

function contactChildren(read: (workspace: Workspace, row: number) => Row[]): Reader {
  return (workspace) =>
    each(workspace.contacts, (row) =>
      read(workspace, row).map((child) => ({ contact_id: workspace.contacts.idOf(row), ...child })),
    );
}

function companyChildren(name: string): Reader {
  return ({ companies }) =>
    each(companies, (row) =>
      listIn(companies.get(row), name).map((child) => ({ company_id: companies.idOf(row), ...child })),
    );
}

function conversationChildren(field: string, list: string): Reader {
  return ({ conversations }) =>
    each(conversations, (row) =>
      rowsAt(conversations.get(row), field, list).map((child) => ({
        conversation_id: conversations.idOf(row),
        ...child,
      })),
    );
}

function rowsAt(record: Row, field: string, list: string): Row[] {
  const rows = valueAt(record, `${field}.${list}`);
  return Array.isArray(rows) ? rows.filter(isRow) : [];
}

function idsAt(record: Row, field: string): unknown[] {
  const ids = record[field];
  return Array.isArray(ids) ? ids : [];
}
