import type { Dice } from '../generate/dice.ts';
import { decimalIds, ids } from '../generate/ids.ts';
import { spreadTimes } from '../generate/times.ts';
import { byCountedCursor } from '../http/paging.ts';
import type { Row } from '../json.ts';
import { childList } from '../resource-kit/child-list.ts';
import { generatedList } from '../resource-kit/list-resource.ts';
import { listParent } from '../resource-kit/parent.ts';
import { rowsAt } from '../resource-kit/tables.ts';
import type { Workspace } from '../workspace.ts';
import { anyAdminId } from './teammates.ts';

const scope = 'read_news';
const itemIds = decimalIds(2_900);

/** News, drafts included. */
export const newsItems = generatedList({
  name: 'news_items',
  path: '/news/news_items',
  scope,
  paging: byCountedCursor({ default: 10, max: 50 }),
  size: 30,
  row: (row, dice, workspace) => {
    const { created, updated } = spreadTimes(workspace, 'news items')(row);
    return {
      type: 'news-item',
      id: itemIds.of(row),
      workspace_id: 'sandbox1',
      title: dice.pick(workspace.words.sentences),
      body: `<p>${dice.pick(workspace.words.paragraphs)}</p>`,
      sender_id: Number(anyAdminId(dice, workspace)),
      state: dice.pick(['live', 'live', 'draft']),
      newsfeed_assignments: assignments(created, dice, workspace),
      labels: dice.chance(0.3) ? ['Größer'] : [],
      cover_image_url: dice.maybe(0.3, 'https://static.example.com/news.png'),
      reactions: dice.chance(0.5) ? [] : [null, '😀', '🎉', null],
      deliver_silently: dice.chance(0.2),
      created_at: created,
      updated_at: updated,
    };
  },
});

export const newsfeeds = generatedList({
  name: 'newsfeeds',
  path: '/news/newsfeeds',
  scope,
  paging: byCountedCursor({ default: 10, max: 50 }),
  size: 3,
  row: (row, dice, workspace) => {
    const { created, updated } = spreadTimes(workspace, 'newsfeeds')(row);
    return {
      id: ids.newsfeed.of(row),
      type: 'newsfeed',
      name: `${dice.pick(workspace.words.nouns)} feed`,
      created_at: created,
      updated_at: updated,
    };
  },
});

/** The live items of a newsfeed. */
export const newsfeedItems = childList({
  name: 'newsfeed_items',
  parent: listParent('newsfeed_id', newsfeeds.of, 'Newsfeed'),
  path: '/news/newsfeeds/:id/items',
  scope,
  paging: byCountedCursor({ default: 20, max: 50 }),
  rows: (workspace, feed) =>
    newsItems.of(workspace).filter((item) => item.state === 'live' && isIn(item, Number(feed.id))),
});

function isIn(item: Row, feed: number): boolean {
  return rowsAt(item, 'newsfeed_assignments').some((assignment) => assignment.newsfeed_id === feed);
}

function assignments(published: number, dice: Dice, workspace: Workspace): Row[] {
  const feeds = dice.several(dice.below(3), workspace.size('newsfeeds'));
  return feeds.map((feed) => ({ newsfeed_id: Number(ids.newsfeed.of(feed)), published_at: published }));
}
