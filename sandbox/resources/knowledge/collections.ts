import { ids } from '../../generate/ids.ts';
import { spreadTimes } from '../../generate/times.ts';
import { byPageNumber } from '../../http/paging.ts';
import { generatedList } from '../../resource-kit/list-resource.ts';
import { latestChangeFirst } from '../../resource-kit/newest-first.ts';

/** Collections of articles, and sections within them, which are in no help center themselves. */
export const collections = generatedList({
  name: 'collections',
  path: '/help_center/collections',
  scope: 'read_articles_scope',
  paging: byPageNumber({ default: 20, max: 250 }),
  size: 40,
  row: (row, dice, workspace) => {
    const { created, updated } = spreadTimes(workspace, 'collections')(row);
    const parent = row > 0 && dice.chance(0.4) ? ids.collection.of(dice.below(row)) : null;
    const center = Number(ids.helpCenter.of(dice.below(Math.max(1, workspace.size('help_centers')))));
    const name = `${dice.pick(workspace.words.nouns)} ${row + 1}`;
    return {
      id: ids.collection.of(row),
      workspace_id: 'sandbox1',
      name,
      description: dice.maybe(0.7, dice.pick(workspace.words.sentences)),
      url: dice.maybe(0.8, `https://intercom.example.com/help-1/collection-${row}`),
      icon: dice.maybe(0.9, 'bookmark'),
      order: row,
      created_at: created,
      updated_at: updated,
      parent_id: parent,
      help_center_id: parent === null ? center : null,
      ...(dice.chance(0.3) && {
        default_locale: 'en',
        translated_content: {
          type: 'group_translated_content',
          de: { type: 'group_content', name: `Über ${name}`, description: '' },
        },
      }),
    };
  },
  view: latestChangeFirst,
});
