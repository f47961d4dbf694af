import { Dice, seedOf } from '../../generate/dice.ts';
import { ids } from '../../generate/ids.ts';
import { spreadTimes } from '../../generate/times.ts';
import type { Row } from '../../json.ts';
import { Collection } from '../../search/collection.ts';
import type { Ground } from '../lists.ts';
import { customAttributes, rarelyThere, rating, statistics } from './facts.ts';

export interface ConversationLinks {
  partCount(conversation: number): number;
  readonly contacts: number;
  readonly admins: number;
  readonly teams: number;
  readonly tags: readonly Row[];
}

export function makeConversations(ground: Ground, size: number, links: ConversationLinks): Collection {
  const seed = seedOf(ground.seed, 'conversations');
  return new Collection({
    size,
    ids: ids.conversation,
    times: conversationTimes(ground),
    make: (row, created, updated) => {
      const dice = new Dice(seed, row);
      const state = dice.pick(['open', 'closed', 'snoozed'] as const);
      const contact = dice.below(Math.max(1, links.contacts));
      return {
        type: 'conversation',
        id: ids.conversation.of(row),
        title: dice.maybe(0.3, dice.pick(ground.words.sentences)),
        created_at: created,
        updated_at: updated,
        waiting_since: dice.maybe(0.4, updated),
        snoozed_until: state === 'snoozed' ? updated + 86_400 : null,
        open: state !== 'closed',
        state,
        read: dice.chance(0.7),
        priority: dice.pick(['none', 'none', 'low', 'medium', 'high', 'urgent']),
        ...assignees(dice, links),
        source: dice.chance(0.02) ? null : source(row, contact, dice, ground),
        contacts: {
          type: 'contact.list',
          contacts: [
            { type: 'contact', id: ids.contact.of(contact), external_id: dice.maybe(0.8, `user-${contact + 1}`) },
          ],
        },
        tags: { type: 'tag.list', tags: tags(created, dice, links) },
        first_contact_reply: dice.maybe(0.6, { created_at: created, type: 'conversation', url: null }),
        conversation_rating: dice.maybe(0.15, rating(contact, updated, dice)),
        statistics: dice.chance(0.1) ? null : statistics(links.partCount(row), created, updated, dice),
        custom_attributes: customAttributes(dice, updated),
        ...rarelyThere(dice),
      };
    },
  });
}

/** The times that conversations are generated with. */
export function conversationTimes(ground: Ground): (row: number) => { created: number; updated: number } {
  return spreadTimes(ground.seed, 'conversations', ground.openedAt, ground.spanDays);
}

function assignees(dice: Dice, links: ConversationLinks): Row {
  const admin = links.admins > 0 && dice.chance(0.6) ? Number(ids.admin.of(dice.below(links.admins))) : 0;
  return {
    admin_assignee_id: admin,
    team_assignee_id: links.teams > 0 && dice.chance(0.4) ? Number(ids.team.of(dice.below(links.teams))) : 0,
    teammates: dice.maybe(0.9, {
      type: 'admin.list',
      admins: admin === 0 ? [] : [{ type: 'admin', id: String(admin) }],
    }),
  };
}

function source(row: number, contact: number, dice: Dice, ground: Ground): Row {
  return {
    type: dice.pick(['conversation', 'email', 'push']),
    id: String(403_900_000 + row),
    delivered_as: dice.pick(['customer_initiated', 'admin_initiated', 'automated']),
    subject: dice.chance(0.3) ? '<p>Ünïcode subject</p>' : '',
    body: `<p>${dice.pick(ground.words.paragraphs)}</p><p>I <b>need</b> &amp; want help</p>`,
    author: { type: 'user', id: ids.contact.of(contact), name: null, email: `person${contact + 1}@example.com` },
    attachments: [],
    url: dice.maybe(0.4, 'https://www.example.com/pricing'),
    redacted: false,
  };
}

function tags(created: number, dice: Dice, links: ConversationLinks): Row[] {
  const applied = { applied_at: created, applied_by: { type: 'admin', id: ids.admin.of(0) } };
  return dice.several(dice.below(3), links.tags.length).map((tag) => ({ ...links.tags[tag], ...applied }));
}
