import { ids } from '../generate/ids.ts';
import { spreadTimes } from '../generate/times.ts';
import { byPageNumber } from '../http/paging.ts';
import { notFound } from '../http/refusal.ts';
import type { Row } from '../json.ts';
import { listRoute } from '../resource-kit/list-resource.ts';
import type { Resource, Table } from '../resource-kit/resource.ts';
import type { Workspace } from '../workspace.ts';

/** Conversations have a relationship to orders; nothing but their own endpoint tells of subscription plans. */
const makers = { Order: orderAttributes, subscription_plan: planAttributes };

/** Custom object instances of two types. */
export const customObjects = {
  sizes: { instancesPerType: 70 },
  routes: [
    listRoute(
      {
        path: '/custom_object_instances/:type',
        scope: 'read_write_custom_object_instances',
        paging: byPageNumber({ default: 20, max: 150 }),
      },
      ({ params: { type } }, workspace) => {
        if (!isType(type)) throw notFound('Custom Object Type');
        return instances(workspace, type);
      },
    ),
  ],
  tables: {
    custom_object_Order: tableOf('Order'),
    custom_object_subscription_plan: tableOf('subscription_plan'),
  },
} satisfies Resource;

type Type = keyof typeof makers;

function isType(type: string | undefined): type is Type {
  return type !== undefined && Object.hasOwn(makers, type);
}

function tableOf(type: Type): Table {
  return {
    rows: (workspace) => instances(workspace, type),
    count: (workspace) => workspace.size('instancesPerType'),
  };
}

function instances(workspace: Workspace, type: Type): Row[] {
  const timesOf = spreadTimes(workspace, type);
  const diceOf = workspace.dice(type);
  return Array.from({ length: workspace.size('instancesPerType') }, (_, row) => {
    const dice = diceOf(row);
    const { created, updated } = timesOf(row);
    const isFromElsewhere = dice.chance(0.7);
    return {
      id: String(row + 1),
      type,
      custom_attributes: makers[type](row, workspace),
      external_id: `${type.toLowerCase()}-${row + 1}`,
      external_created_at: isFromElsewhere ? created - 60 : null,
      external_updated_at: isFromElsewhere ? updated - 60 : null,
      created_at: created,
      updated_at: updated,
    };
  });
}

function orderAttributes(row: number, workspace: Workspace): Row {
  const dice = workspace.dice('order attributes')(row);
  return {
    order_number: `ORDER-${10_000 + row}`,
    total_amount: dice.below(100_000) / 100,
    paid: dice.maybe(0.9, dice.chance(0.8)),
    'Ship to': dice.maybe(0.6, dice.pick(workspace.words.cities).city),
    contact: ids.contact.of(dice.below(Math.max(1, workspace.size('contacts')))),
  };
}

function planAttributes(row: number, workspace: Workspace): Row {
  const dice = workspace.dice('plan attributes')(row);
  return dice.chance(0.1) ? {} : { name: `Plan ${row + 1}`, seats: dice.between(1, 500), trial: dice.chance(0.3) };
}
