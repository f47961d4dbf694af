import { ids } from '../../generate/ids.ts';
import { spreadTimes } from '../../generate/times.ts';
import { Collection } from '../../search/collection.ts';
import { perWorkspace, type Workspace } from '../../workspace.ts';
import { ticketState, ticketStateId, ticketType } from './types.ts';

/** Tickets without their parts. */
export const ticketsOf = perWorkspace((workspace) => {
  const { words } = workspace;
  const diceOf = workspace.dice('tickets');
  const admins = workspace.size('admins');
  const teams = workspace.size('teams');
  return new Collection({
    size: workspace.size('tickets'),
    ids: ids.ticket,
    times: spreadTimes(workspace, 'tickets'),
    make: (row, created, updated) => {
      const dice = diceOf(row);
      const state = generatedState(workspace, row);
      const type = ticketType(dice.below(3), workspace.createdAt);
      const contact = dice.below(Math.max(1, workspace.size('contacts')));
      return {
        type: 'ticket',
        id: ids.ticket.of(row),
        ticket_id: String(row + 1),
        category: type.category,
        ticket_attributes: {
          _default_title_: dice.pick(words.sentences),
          _default_description_: dice.maybe(0.6, dice.pick(words.paragraphs)),
          Amount: dice.chance(0.5) ? String(dice.below(100)) : dice.maybe(0.5, dice.below(100)),
          'Due on': dice.maybe(0.3, new Date(updated * 1000).toISOString()),
        },
        ticket_state: ticketState(state),
        previous_ticket_state_id: state > 0 ? ticketStateId(state - 1) : null,
        ticket_type: type,
        contacts: {
          type: 'contact.list',
          contacts: [{ type: 'contact', id: ids.contact.of(contact), external_id: `user-${contact + 1}` }],
        },
        admin_assignee_id: admins > 0 && dice.chance(0.5) ? Number(ids.admin.of(dice.below(admins))) : 0,
        team_assignee_id: teams > 0 && dice.chance(0.5) ? Number(ids.team.of(dice.below(teams))) : 0,
        created_at: created,
        updated_at: updated,
        open: state < 3,
        snoozed_until: dice.maybe(0.1, updated + 86_400),
        linked_objects: { type: 'list', data: [], total_count: 0, has_more: false },
        is_shared: dice.chance(0.3),
      };
    },
  });
});

/** The state of a ticket before any change, by its place among the states. */
export function generatedState(workspace: Workspace, ticket: number): number {
  return workspace.dice('ticket states')(ticket).below(4);
}
