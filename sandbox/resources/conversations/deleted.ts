import { Dice, seedOf } from '../../generate/dice.ts';
import { ids } from '../../generate/ids.ts';
import type { Row } from '../../json.ts';
import type { Ground } from '../lists.ts';

/** What is left of conversations that were deleted before the workspace was opened. */
export function makeDeletedConversations(ground: Ground, size: number): Row[] {
  return Array.from({ length: size }, (_, row) => {
    const dice = new Dice(seedOf(ground.seed, 'deleted conversations'), row);
    return {
      type: 'conversation',
      id: ids.deletedConversation.of(row),
      metrics_retained: dice.chance(0.5),
      deleted_at: Math.floor(ground.openedAt) - 3_600 - dice.below(ground.spanDays * 86_400),
    };
  });
}
