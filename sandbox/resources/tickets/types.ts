import type { Row } from '../../json.ts';

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

/** The states that tickets go through, and one archived. */
export function makeTicketStates(): Row[] {
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

/** Ticket types with attributes and states; the last one is archived. */
export function makeTicketTypes(at: number): Row[] {
  return types.map((_, row) => ({
    ...ticketType(row, at),
    ticket_states: { type: 'list', data: labels.map((_label, position) => ticketState(position)) },
  }));
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
    id: String(8_537 + row),
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
