import { Collection } from '../collection.ts';
import type { Row } from '../json.ts';
import { Dice, seedOf } from './dice.ts';
import { ids } from './ids.ts';
import type { Ground } from './lists.ts';
import { spreadTimes } from './times.ts';

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

function rating(contact: number, updated: number, dice: Dice): Row {
  return {
    rating: dice.between(1, 5),
    remark: dice.maybe(0.5, 'Très bien!'),
    created_at: updated,
    updated_at: updated,
    contact: { type: 'contact', id: ids.contact.of(contact), external_id: null },
    teammate: dice.maybe(0.7, { type: 'admin', id: ids.admin.of(0) }),
  };
}

function statistics(partCount: number, created: number, updated: number, dice: Dice): Row {
  const replied = dice.chance(0.7);
  return {
    type: 'conversation_statistics',
    time_to_assignment: replied ? dice.below(5_000) : null,
    time_to_admin_reply: replied ? dice.below(5_000) : null,
    time_to_first_close: null,
    time_to_last_close: null,
    median_time_to_reply: replied ? dice.below(5_000) : null,
    first_contact_reply_at: created,
    first_assignment_at: null,
    first_admin_reply_at: replied ? created : null,
    first_close_at: null,
    last_assignment_at: null,
    last_assignment_admin_reply_at: null,
    last_contact_reply_at: updated,
    last_admin_reply_at: replied ? updated : null,
    last_close_at: null,
    last_closed_by_id: dice.maybe(0.3, ids.admin.of(0)),
    count_reopens: dice.below(3),
    count_assignments: dice.below(4),
    count_conversation_parts: partCount,
    assigned_team_first_response_time: [],
    assigned_team_first_response_time_in_office_hours: [],
    handling_time: dice.maybe(0.5, dice.below(9_000)),
    adjusted_handling_time: null,
  };
}

function customAttributes(dice: Dice, updated: number): Row {
  if (dice.chance(0.2)) return {};
  return {
    'Copilot used': dice.chance(0.5),
    'CX Score': dice.maybe(0.6, dice.between(1, 5)),
    Language: dice.chance(0.9) ? dice.pick(['English', 'Français', '日本語']) : null,
    Due: dice.chance(0.5) ? new Date(updated * 1000).toISOString() : updated,
    ...(dice.chance(0.1) && { Orders: { type: 'order.list', instances: [] } }),
  };
}

function rarelyThere(dice: Dice): Row {
  const hasAgent = dice.chance(0.3);
  return {
    sla_applied: dice.maybe(0.1, { type: 'conversation_sla_summary', sla_name: 'VIP', sla_status: 'hit' }),
    linked_objects: { type: 'list', data: [], total_count: 0, has_more: false },
    topics: { type: 'topic.list', topics: [], total_count: 0 },
    ticket: null,
    company: dice.maybe(0.2, { type: 'company', id: ids.company.of(0), name: 'Blue Sun' }),
    ai_agent_participated: hasAgent,
    ai_agent: hasAgent
      ? {
          source_type: 'workflow',
          source_title: null,
          resolution_state: 'assumed_resolution',
          rating: null,
          content_sources: { content_sources: [] },
        }
      : null,
    sales_agent_participated: false,
    sales_agent: null,
    channel: dice.maybe(0.8, { initial: 'email', current: 'email' }),
    external_references: [],
  };
}
