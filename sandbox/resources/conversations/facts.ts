import type { Dice } from '../../generate/dice.ts';
import { ids } from '../../generate/ids.ts';
import type { Row } from '../../json.ts';

/** What a contact thought of it. */
export function rating(contact: number, updated: number, dice: Dice): Row {
  return {
    rating: dice.between(1, 5),
    remark: dice.maybe(0.5, 'Très bien!'),
    created_at: updated,
    updated_at: updated,
    contact: { type: 'contact', id: ids.contact.of(contact), external_id: null },
    teammate: dice.maybe(0.7, { type: 'admin', id: ids.admin.of(0) }),
  };
}

/** Figures that the API computes later on its own; many are null. */
export function statistics(partCount: number, created: number, updated: number, dice: Dice): Row {
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

/** Keys are display names; a date is text or a number. */
export function customAttributes(dice: Dice, updated: number): Row {
  if (dice.chance(0.2)) return {};
  return {
    'Copilot used': dice.chance(0.5),
    'CX Score': dice.maybe(0.6, dice.between(1, 5)),
    Language: dice.chance(0.9) ? dice.pick(['English', 'Français', '日本語']) : null,
    Due: dice.chance(0.5) ? new Date(updated * 1000).toISOString() : updated,
    ...(dice.chance(0.1) && { Orders: { type: 'Order.list', instances: [] } }),
  };
}

/** Blocks that are null or empty in most workspaces. */
export function rarelyThere(dice: Dice): Row {
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
