import { listResource } from '../resource-kit/list-resource.ts';

const reasons = [
  ['🥪', 'On a break'],
  ['🤒', 'Off sick'],
  ['🏝️', 'Im Urlaub'],
  ['📅', 'In a meeting'],
  ['🚶', 'Walking the dog'],
] as const;

/** Why teammates can be away; the last one has been deleted, and still comes. */
export const awayStatusReasons = listResource({
  name: 'away_status_reasons',
  path: '/away_status_reasons',
  scope: 'read_admins',
  rows: ({ createdAt: at }) =>
    reasons.map(([emoji, label], order) => ({
      type: 'away_status_reason',
      id: String(order + 1),
      label,
      emoji,
      order,
      deleted: order === reasons.length - 1,
      created_at: at,
      updated_at: at + order,
    })),
});
