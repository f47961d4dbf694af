import type { Dice } from '../../generate/dice.ts';
import { ids } from '../../generate/ids.ts';
import type { Row } from '../../json.ts';
import type { Workspace } from '../../workspace.ts';
import { companiesOf } from '../companies/rows.ts';
import { anyAdminId } from '../teammates.ts';
import { fin } from './fin.ts';

const topicNames = ['Billing', 'Bug', 'Delivery', 'Login', 'Refund', 'Umzug & Räumung', 'API'] as const;

/** What a contact thought of it, and of the teammate; Fin is rated elsewhere. */
export function rating(contact: number, updated: number, dice: Dice, workspace: Workspace): Row {
  return {
    rating: dice.between(1, 5),
    remark: dice.maybe(0.5, 'Très bien!'),
    created_at: updated,
    updated_at: updated,
    contact: { type: 'contact', id: ids.contact.of(contact), external_id: null },
    teammate: dice.maybe(0.7, { type: 'admin', id: anyAdminId(dice, workspace) }),
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

/** Blocks that are null or empty in many workspaces. */
export function rarelyThere(updated: number, dice: Dice, workspace: Workspace): Row {
  const topics = dice.several(dice.chance(0.6) ? dice.between(1, 3) : 0, topicNames.length).map(topic);
  const channel = dice.pick(['messenger', 'messenger', 'email', 'phone', 'whatsapp']);
  return {
    sla_applied: dice.maybe(0.1, {
      type: 'conversation_sla_summary',
      sla_name: 'VIP',
      sla_status: dice.pick(['hit', 'hit', 'missed', 'active']),
    }),
    linked_objects: { type: 'list', data: [], total_count: 0, has_more: false },
    topics: { type: 'topic.list', topics, total_count: topics.length },
    ticket: null,
    company: dice.chance(0.2) ? company(dice, workspace) : null,
    ...fin(updated, dice, workspace),
    sales_agent_participated: false,
    sales_agent: null,
    channel: dice.maybe(0.8, { initial: channel, current: dice.chance(0.1) ? 'email' : channel }),
    external_references: [],
  };
}

function topic(number: number): Row {
  return { type: 'topic', id: 15 + number, name: topicNames[number] };
}

function company(dice: Dice, workspace: Workspace): Row | null {
  const count = workspace.size('companies');
  if (count === 0) return null;
  const { type, id, company_id, name } = companiesOf(workspace).get(dice.below(count));
  return { type, id, company_id, name };
}
