import { ids } from '../generate/ids.ts';
import { generatedList } from '../resource-kit/list-resource.ts';
import type { Resource } from '../resource-kit/resource.ts';

const list = generatedList({
  name: 'tags',
  path: '/tags',
  scope: 'read_tags',
  size: 40,
  row: (row, dice, { words }) => ({
    type: 'tag',
    id: ids.tag.of(row),
    name: `${dice.pick(words.nouns)} ${row + 1}`,
  }),
});

export const tagsOf = list.of;

export const tags = {
  ...list,
  changes: (workspace) => ({
    /** Returns the new tag's id. */
    addTag(name = 'new tag'): string {
      const all = tagsOf(workspace);
      const id = ids.tag.of(all.length);
      all.push({ type: 'tag', id, name });
      return id;
    },
  }),
} satisfies Resource;
