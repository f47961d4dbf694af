import { decimalIds, ids } from '../../generate/ids.ts';
import { spreadTimes } from '../../generate/times.ts';
import { byPageNumber } from '../../http/paging.ts';
import { childList } from '../../resource-kit/child-list.ts';
import { generatedList, generatedRows } from '../../resource-kit/list-resource.ts';
import { newestFirst } from '../../resource-kit/newest-first.ts';
import { listParent } from '../../resource-kit/parent.ts';
import type { Resource } from '../../resource-kit/resource.ts';

const redirectIds = decimalIds(26);

export const helpCenters = generatedList({
  name: 'help_centers',
  path: '/help_center/help_centers',
  scope: 'read_articles_scope',
  size: 2,
  row: (row, dice, workspace) => {
    const { created, updated } = spreadTimes(workspace, 'help centers')(row);
    const identifier = `help-${row + 1}`;
    return {
      id: ids.helpCenter.of(row),
      workspace_id: 'sandbox1',
      created_at: created,
      updated_at: updated,
      identifier,
      website_turned_on: row === 0,
      display_name: dice.pick(workspace.words.companies),
      url: `https://intercom.example.com/${identifier}`,
      custom_domain: dice.maybe(0.5, 'help.example.com'),
      default: row === 0,
      locales: row === 0 ? ['en', 'de'] : ['en'],
    };
  },
});

const redirectRows = generatedRows({
  name: 'redirects',
  size: 60,
  row: (row, dice, workspace) => {
    const { created, updated } = spreadTimes(workspace, 'redirects')(row);
    const center = dice.below(Math.max(1, workspace.size('help_centers')));
    const isOfArticle = dice.chance(0.7);
    const target = isOfArticle
      ? ids.article.of(dice.below(Math.max(1, workspace.size('articles'))))
      : ids.collection.of(dice.below(Math.max(1, workspace.size('collections'))));
    return {
      id: redirectIds.of(row),
      type: 'help_center_redirect',
      from_url: `https://intercom.example.com/help-${center + 1}/old-${row}`,
      locale: dice.pick(['en', 'en', 'de']),
      help_center_id: ids.helpCenter.of(center),
      target_type: isOfArticle ? 'article' : 'collection',
      target_id: target,
      created_at: created,
      updated_at: updated,
    };
  },
});

const redirectList = childList({
  name: 'redirects',
  parent: listParent('help_center_id', helpCenters.of, 'Help Center'),
  path: '/help_center/help_centers/:id/redirects',
  scope: 'read_help_center_redirects_scope',
  paging: byPageNumber({ default: 50, max: 250 }),
  rows: (workspace, center) =>
    newestFirst(redirectRows.of(workspace).filter((redirect) => redirect.help_center_id === center.id)),
});

/** Old addresses of a help center, the latest change first. */
export const redirects = { ...redirectList, sizes: redirectRows.sizes } satisfies Resource;
