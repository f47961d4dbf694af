import { Dice, seedOf } from '../../generate/dice.ts';
import { decimalIds, ids } from '../../generate/ids.ts';
import { spreadTimes } from '../../generate/times.ts';
import type { Row } from '../../json.ts';
import { Collection } from '../../search/collection.ts';
import type { Ground } from '../lists.ts';
import { ticketState, ticketType } from './types.ts';

const partsAtMost = 10_000;
const partIds = decimalIds(880_000_000);
const categories = ['submitted', 'in_progress', 'waiting_on_customer', 'resolved'] as const;

export interface TicketLinks {
  readonly contacts: number;
  readonly admins: number;
  readonly workspaceCreatedAt: number;
}

/** Tickets without their parts, which {@link ticketParts} makes. */
export function makeTickets(ground: Ground, size: number, links: TicketLinks): Collection {
  const seed = seedOf(ground.seed, 'tickets');
  return new Collection({
    size,
    ids: ids.ticket,
    times: spreadTimes(ground.seed, 'tickets', ground.openedAt, ground.spanDays),
    make: (row, created, updated) => {
      const dice = new Dice(seed, row);
      const state = dice.below(categories.length);
      const type = ticketType(dice.below(3), links.workspaceCreatedAt);
      const contact = dice.below(Math.max(1, links.contacts));
      return {
        type: 'ticket',
        id: ids.ticket.of(row),
        ticket_id: String(row + 1),
        category: type.category,
        ticket_attributes: {
          _default_title_: dice.pick(ground.words.sentences),
          _default_description_: dice.maybe(0.6, dice.pick(ground.words.paragraphs)),
          Amount: dice.chance(0.5) ? String(dice.below(100)) : dice.maybe(0.5, dice.below(100)),
          'Due on': dice.maybe(0.3, new Date(updated * 1000).toISOString()),
        },
        ticket_state: ticketState(state),
        previous_ticket_state_id: state > 0 ? String(8_537 + state - 1) : null,
        ticket_type: type,
        contacts: {
          type: 'contact.list',
          contacts: [{ type: 'contact', id: ids.contact.of(contact), external_id: `user-${contact + 1}` }],
        },
        admin_assignee_id: links.admins > 0 && dice.chance(0.5) ? Number(ids.admin.of(dice.below(links.admins))) : 0,
        team_assignee_id: 0,
        created_at: created,
        updated_at: updated,
        open: state < 3,
        snoozed_until: dice.maybe(0.1, updated + 86_400),
        linked_objects: { type: 'list', data: [], total_count: 0, has_more: false },
        is_shared: dice.chance(0.3),
      };
    },
  });
}

/** How many parts a generated ticket has. */
export function ticketPartCount(ground: Ground, ticket: number): number {
  const dice = new Dice(seedOf(ground.seed, 'ticket part counts'), ticket);
  return ticket === 5 ? 505 : dice.below(6);
}

/**
 * Parts `from ≤ position < to` of a ticket, oldest first. Some tickets carry a part that is a second newer than their
 * own `updated_at`.
 */
export function ticketParts(
  ground: Ground,
  ticket: number,
  from: number,
  to: number,
  timeOf: (position: number) => number,
): Row[] {
  return Array.from({ length: to - from }, (_, offset) => {
    const position = from + offset;
    const dice = new Dice(seedOf(ground.seed, `ticket part ${position}`), ticket);
    const state = dice.below(categories.length);
    const at = timeOf(position) + (ticket % 25 === 3 && position === to - 1 ? 1 : 0);
    return {
      type: 'ticket_part',
      id: partIds.of(ticket * partsAtMost + position),
      part_type: dice.pick(['comment', 'note', 'ticket_state_updated_by_admin', 'assignment']),
      body: dice.maybe(0.6, `<p>${dice.pick(ground.words.sentences)}</p>`),
      previous_ticket_state: categories[Math.max(0, state - 1)],
      ticket_state: categories[state],
      created_at: at,
      updated_at: dice.maybe(0.98, at),
      assigned_to: null,
      author: { type: 'admin', id: ids.admin.of(0), name: 'Teammate', email: 'teammate1@example.com' },
      attachments: [],
      external_id: null,
      redacted: false,
      app_package_code: dice.maybe(0.1, 'test-integration'),
      updated_attribute_data: dice.maybe(0.1, {
        attribute: { type: 'attribute', id: '212', label: 'Amount' },
        value: { type: 'value', id: null, label: '43' },
      }),
    };
  });
}
