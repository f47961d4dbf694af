import { ids } from '../generate/ids.ts';
import { spreadTimes } from '../generate/times.ts';
import { generatedList } from '../resource-kit/list-resource.ts';

/** The default brand has the workspace's id; the others have numbers. */
export const brands = generatedList({
  name: 'brands',
  path: '/brands',
  size: 3,
  row: (row, dice, workspace) => {
    const { created, updated } = spreadTimes(workspace, 'brands')(row);
    return {
      type: 'brand',
      id: row === 0 ? 'sandbox1' : ids.brand.of(row),
      name: row === 0 ? 'Default Brand' : dice.pick(workspace.words.companies),
      is_default: row === 0,
      created_at: row === 0 ? workspace.createdAt : created,
      updated_at: updated,
      help_center_id: ids.helpCenter.of(row % Math.max(1, workspace.size('help_centers'))),
      default_address_settings_id: String(row + 1),
    };
  },
});
