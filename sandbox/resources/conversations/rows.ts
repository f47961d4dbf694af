import type { Dice } from '../../generate/dice.ts';
import { ids } from '../../generate/ids.ts';
import { spreadTimes } from '../../generate/times.ts';
import type { Row } from '../../json.ts';
import { Collection } from '../../search/collection.ts';
import { perWorkspace, type Workspace } from '../../workspace.ts';
import { tagsOf } from '../tags.ts';
import { teams } from '../teammates.ts';
import { customAttributes, rarelyThere, rating } from './facts.ts';
import { adminAuthor, contactAuthor, type Opening, openingOf } from './opening.ts';
import { partsOf } from './parts.ts';
import { stateAfter, statistics } from './statistics.ts';

/** Conversations as search gives them: without their parts. */
export const conversationsOf = perWorkspace((workspace) => {
  const { words } = workspace;
  const diceOf = workspace.dice('conversations');
  return new Collection({
    size: workspace.size('conversations'),
    ids: ids.conversation,
    times: spreadTimes(workspace, 'conversations'),
    make: (row, created, updated) => {
      const dice = diceOf(row);
      const opening = openingOf(workspace, row);
      const { contact } = opening;
      const parts = partsOf(workspace).newest(row);
      const state = stateAfter(parts);
      const assigned = assignees(dice, workspace);
      return {
        type: 'conversation',
        id: ids.conversation.of(row),
        title: dice.maybe(0.3, dice.pick(words.sentences)),
        created_at: created,
        updated_at: updated,
        waiting_since: dice.maybe(0.4, updated),
        snoozed_until: state === 'snoozed' ? updated + 86_400 : null,
        open: state !== 'closed',
        state,
        read: dice.chance(0.7),
        priority: dice.pick(['none', 'none', 'low', 'medium', 'high', 'urgent']),
        ...assigned,
        source: dice.chance(0.02) ? null : source(row, opening, dice, workspace),
        contacts: {
          type: 'contact.list',
          contacts: [
            { type: 'contact', id: ids.contact.of(contact), external_id: dice.maybe(0.8, `user-${contact + 1}`) },
          ],
        },
        tags: { type: 'tag.list', tags: tags(created, dice, workspace) },
        first_contact_reply: dice.maybe(0.6, { created_at: created, type: 'conversation', url: null }),
        conversation_rating: dice.maybe(0.15, rating(contact, updated, dice, workspace)),
        statistics: dice.chance(0.1)
          ? null
          : statistics({
              created,
              isOpenedByContact: opening.deliveredAs === 'customer_initiated',
              parts,
              partCount: partsOf(workspace).count(row),
              team: teams.of(workspace).find(({ id }) => Number(id) === assigned.team_assignee_id),
            }),
        custom_attributes: customAttributes(dice, updated),
        ...rarelyThere(updated, dice, workspace),
      };
    },
  });
});

function assignees(dice: Dice, workspace: Workspace): Row {
  const admins = workspace.size('admins');
  const teams = workspace.size('teams');
  const admin = admins > 0 && dice.chance(0.6) ? Number(ids.admin.of(dice.below(admins))) : 0;
  return {
    admin_assignee_id: admin,
    team_assignee_id: teams > 0 && dice.chance(0.4) ? Number(ids.team.of(dice.below(teams))) : 0,
    teammates: dice.maybe(0.9, {
      type: 'admin.list',
      admins: admin === 0 ? [] : [{ type: 'admin', id: String(admin) }],
    }),
  };
}

function source(row: number, { contact, deliveredAs }: Opening, dice: Dice, workspace: Workspace): Row {
  const isByContact = deliveredAs === 'customer_initiated';
  return {
    type: dice.pick(['conversation', 'email', 'push']),
    id: String(403_900_000 + row),
    delivered_as: deliveredAs,
    subject: dice.chance(0.3) ? '<p>Ünïcode subject</p>' : '',
    body: `<p>${dice.pick(workspace.words.paragraphs)}</p><p>I <b>need</b> &amp; want help</p>`,
    author: isByContact ? contactAuthor(contact) : adminAuthor(0),
    attachments: [],
    url: dice.maybe(0.4, 'https://www.example.com/pricing'),
    redacted: false,
  };
}

function tags(created: number, dice: Dice, workspace: Workspace): Row[] {
  const all = tagsOf(workspace);
  const applied = { applied_at: created, applied_by: { type: 'admin', id: ids.admin.of(0) } };
  return dice.several(dice.below(3), all.length).map((tag) => ({ ...all[tag], ...applied }));
}
