import { ids } from '../generate/ids.ts';
import { spreadTimes } from '../generate/times.ts';
import { generatedList } from '../resource-kit/list-resource.ts';

/** Addresses that the workspace sends from. */
export const emails = generatedList({
  name: 'emails',
  path: '/emails',
  size: 4,
  row: (row, dice, workspace) => {
    const { created, updated } = spreadTimes(workspace, 'emails')(row);
    const forwards = dice.chance(0.5);
    return {
      type: 'email_setting',
      id: String(row + 1),
      email: `support${row + 1}@example.com`,
      verified: dice.chance(0.8),
      domain: 'example.com',
      brand_id: row === 0 ? 'sandbox1' : ids.brand.of(row % Math.max(1, workspace.size('brands'))),
      forwarding_enabled: forwards,
      forwarded_email_last_received_at: forwards ? updated : null,
      created_at: created,
      updated_at: updated,
    };
  },
});
