import { ids } from '../generate/ids.ts';
import { anySecond, lastSecond } from '../generate/times.ts';
import { knownRow } from '../resource-kit/list-changes.ts';
import { generatedList } from '../resource-kit/list-resource.ts';
import type { Resource } from '../resource-kit/resource.ts';

const list = generatedList({
  name: 'segments',
  path: '/segments',
  scope: 'read_users_companies',
  type: 'segment.list',
  key: 'segments',
  size: 25,
  row: (row, dice, workspace) => {
    const created = anySecond(workspace, dice);
    return {
      type: 'segment',
      id: ids.segment.of(row),
      name: `${dice.pick(workspace.words.nouns)} segment ${row + 1}`,
      created_at: created,
      updated_at: created + dice.below(lastSecond(workspace) - created + 1),
      person_type: dice.chance(0.8) ? 'user' : 'contact',
    };
  },
  /** The count is made up, and null for some. */
  view: (rows, call) => {
    if (call.query.get('include_count') !== 'true') return rows;
    return rows.map((segment, row) => ({ ...segment, count: row % 7 === 3 ? null : (row * 37) % 900 }));
  },
});

export const segmentsOf = list.of;

export const segments = {
  ...list,
  changes: (workspace) => ({
    touchSegment(id: string, at: number = workspace.now): void {
      knownRow(segmentsOf(workspace), id).updated_at = at;
    },
  }),
} satisfies Resource;
