import type { Row } from '../../json.ts';
import { listResource } from '../../resource-kit/list-resource.ts';
import { listParent, rowRoute } from '../../resource-kit/parent.ts';
import type { Resource } from '../../resource-kit/resource.ts';
import { rowsAt } from '../../resource-kit/tables.ts';
import type { Workspace } from '../../workspace.ts';

const labels = [
  ['submitted', 'Submitted', 'Submitted'],
  ['in_progress', 'In progress', 'In progress'],
  ['waiting_on_customer', 'Waiting on customer', 'Waiting on you'],
  ['resolved', 'Resolved', 'Resolved'],
] as const;
const types = [
  ['Bug report', 'Customer'],
  ['Räumung', 'Back-office'],
  ['Outage', 'Tracker'],
] as const;

/** The category of a state, by its place among the states that tickets go through. */
export function stateCategory(row: number): string {
  return (labels[row] ?? labels[0])[0];
}

/** The states that tickets go through, and one archived. */
export const ticketStates = listResource({
  name: 'ticket_states',
  path: '/ticket_states',
  scope: 'read_tickets',
  rows: allStates,
});

const typeList = listResource({
  name: 'ticket_types',
  path: '/ticket_types',
  scope: 'read_tickets',
  rows: typesWithStates,
  view: (rows, _call, { settings }) => (settings.documentedKeys ? rows.map(withDocumentedKey) : rows),
});

const parent = listParent('ticket_type_id', typesWithStates, 'Ticket type');

/** Ticket types with attributes and states; the last one is archived. */
export const ticketTypes = {
  ...typeList,
  routes: [...typeList.routes, rowRoute('/ticket_types/:id', 'read_tickets', parent)],
  tables: {
    ...typeList.tables,
    ticket_type_attributes: {
      rows: (workspace) => typesWithStates(workspace).flatMap((type) => rowsAt(type, 'ticket_type_attributes.data')),
    },
  },
} satisfies Resource;

function allStates(): Row[] {
  const states = labels.map(([category, internal, external], row) => state(row, category, internal, external, false));
  const archived = state(labels.length, 'resolved', 'Done (old)', 'Done', true);
  const ofTypes = types.map(([name, category], row) => ({ ...typeHead(row, name, category), archived: false }));
  return [...states, archived].map((one) => ({ ...one, ticket_types: { type: 'list', data: ofTypes } }));
}

/** A state as tickets embed it. */
export function ticketState(row: number): Row {
  const [category, internal, external] = labels[row % labels.length] ?? labels[0];
  const { archived: _archived, ...embedded } = state(row % labels.length, category, internal, external, false);
  return embedded;
}

function typesWithStates({ createdAt: at }: Workspace): Row[] {
  return types.map((_, row) => ({
    ...ticketType(row, at),
    ticket_states: { type: 'list', data: labels.map((_label, position) => ticketState(position)) },
  }));
}

/** The description names the list of attributes `ticket_type_attributes`. */
function withDocumentedKey(type: Row): Row {
  const attributes = rowsAt(type, 'ticket_type_attributes.data');
  return { ...type, ticket_type_attributes: { type: 'list', ticket_type_attributes: attributes } };
}

/** A type as tickets embed it: without its states. */
export function ticketType(row: number, at: number): Row {
  const [name, category] = types[row % types.length] ?? types[0];
  return {
    ...typeHead(row % types.length, name, category),
    workspace_id: 'sandbox1',
    archived: row === types.length - 1,
    created_at: at,
    updated_at: at,
    ticket_type_attributes: { type: 'list', data: attributes(row % types.length, at) },
  };
}

export function ticketStateId(row: number): string {
  return String(8_537 + row);
}

function typeHead(row: number, name: string, category: string): Row {
  return {
    type: 'ticket_type',
    id: String(95 + row),
    name,
    description: `${name} template`,
    icon: '🎟️',
    is_internal: category !== 'Customer',
    category,
  };
}

function state(row: number, category: string, internal: string, external: string, archived: boolean): Row {
  return {
    type: 'ticket_state',
    id: ticketStateId(row),
    category,
    internal_label: internal,
    external_label: external,
    archived,
  };
}

function attributes(type: number, at: number): Row[] {
  const defined = [
    ['_default_title_', 'string'],
    ['_default_description_', 'string'],
    ['Amount', 'integer'],
    ['Due on', 'datetime'],
    ['Screenshots', 'files'],
  ] as const;
  return defined.map(([name, dataType], order) => ({
    type: 'ticket_type_attribute',
    id: String(210 + type * 10 + order),
    workspace_id: 'sandbox1',
    name,
    description: '',
    data_type: dataType,
    input_options: order < 2 ? { multiline: order === 1 } : null,
    order,
    required_to_create: order === 0,
    required_to_create_for_contacts: false,
    visible_on_create: true,
    visible_to_contacts: true,
    default: order < 2,
    ticket_type_id: 95 + type,
    archived: order === 4,
    created_at: at,
    updated_at: at,
  }));
}
