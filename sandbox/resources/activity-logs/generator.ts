import { Dice, seedOf } from '../../generate/dice.ts';
import { hexIds, type Ids, ids } from '../../generate/ids.ts';
import { Collection } from '../../search/collection.ts';
import type { Ground } from '../lists.ts';

const tails = hexIds('ad4f77a786a2');
const head = 'fca05814-4b72-4dce-ad4f-';

/** UUIDs whose last group is the row number. */
const logIds: Ids = {
  of: (row) => head + row.toString(16).padStart(12, '0'),
  row: (id) => (id.startsWith(head) ? tails.row(`ad4f77a786a2${id.slice(head.length)}`) : undefined),
};

/** What admins did; a log never changes. */
export function makeActivityLogs(ground: Ground, size: number, admins: number): Collection {
  const seed = seedOf(ground.seed, 'activity logs');
  const end = Math.floor(ground.openedAt) - 3_600;
  const span = Math.max(1, ground.spanDays * 86_400 - 3_600);
  return new Collection({
    size,
    ids: logIds,
    times: (row) => {
      const dice = new Dice(seedOf(ground.seed, 'activity log times'), row);
      const created = dice.chance(0.1) ? end - Math.floor(span / (2 + dice.below(4))) : end - dice.below(span);
      return { created, updated: created };
    },
    make: (row, created) => {
      const dice = new Dice(seed, row);
      const admin = dice.below(Math.max(1, admins));
      const type = dice.pick(['admin_login_success', 'app_name_change', 'message_state_change', 'bulk_export']);
      return {
        id: logIds.of(row),
        performed_by: {
          type: 'admin',
          id: ids.admin.of(admin),
          email: `teammate${admin + 1}@example.com`,
          ip: '127.0.0.1',
        },
        metadata:
          type === 'app_name_change'
            ? { before: 'Größe', after: 'Sandbox' }
            : dice.maybe(0.5, { external_id: String(row) }),
        created_at: created,
        activity_type: type,
        activity_description: dice.maybe(0.95, `Teammate ${admin + 1} did something: ${type}.`),
      };
    },
  });
}
