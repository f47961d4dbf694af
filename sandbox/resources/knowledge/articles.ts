import type { Dice } from '../../generate/dice.ts';
import { ids } from '../../generate/ids.ts';
import { spreadTimes } from '../../generate/times.ts';
import { byPageNumber } from '../../http/paging.ts';
import type { Row } from '../../json.ts';
import { listChanges } from '../../resource-kit/list-changes.ts';
import { generatedList } from '../../resource-kit/list-resource.ts';
import { latestChangeFirst } from '../../resource-kit/newest-first.ts';
import type { Resource } from '../../resource-kit/resource.ts';
import type { Workspace } from '../../workspace.ts';
import { tagsOf } from '../tags.ts';
import { anyAdminId } from '../teammates.ts';

const list = generatedList({
  name: 'articles',
  path: '/articles',
  scope: 'read_articles_scope',
  paging: byPageNumber({ default: 25, max: 250 }),
  size: 300,
  row: article,
  view: latestChangeFirst,
});

const { touch, add, random } = listChanges(list);

/** Articles of the help centers, drafts included. */
export const articles = {
  ...list,
  changes: (workspace) => ({
    touchArticle: (id: string, at?: number, patch?: Row) => touch(workspace, id, at, patch),
    /** Returns the new article's id. */
    addArticle: (at?: number, patch?: Row) => add(workspace, at, patch),
  }),
  random: random('articles'),
} satisfies Resource;

function article(row: number, dice: Dice, workspace: Workspace): Row {
  const { words } = workspace;
  const { created, updated } = spreadTimes(workspace, 'articles')(row);
  const id = ids.article.of(row);
  const isPublished = dice.chance(0.85);
  const hasDraft = isPublished && dice.chance(0.1);
  const content = {
    title: dice.pick(words.sentences),
    description: dice.pick(['', 'Was man wissen muss']),
    body: `<p class="no-margin">${dice.pick(words.paragraphs)}</p>`,
    author_id: Number(anyAdminId(dice, workspace)),
    state: isPublished ? 'published' : 'draft',
    created_at: created,
    updated_at: updated,
    has_unpublished_changes: hasDraft,
    draft_updated_at: hasDraft ? updated : null,
    url: isPublished ? `https://intercom.example.com/help-1/en/articles/${id}` : null,
    ai_chatbot_availability: dice.chance(0.7),
    ai_copilot_availability: dice.chance(0.7),
    ai_sales_agent_availability: dice.chance(0.3),
    created_by_id: dice.maybe(0.9, Number(anyAdminId(dice, workspace))),
    updated_by_id: dice.maybe(0.9, Number(anyAdminId(dice, workspace))),
  };
  const parents = dice.several(dice.below(3), workspace.size('collections'));
  return {
    type: 'article',
    id,
    workspace_id: 'sandbox1',
    ...content,
    body_markdown: dice.pick(words.paragraphs),
    parent_ids: parents.map((parent) => Number(ids.collection.of(parent))),
    exclude_from_article_suggestions: dice.chance(0.05),
    help_center_audience: dice.maybe(0.8, 'everyone'),
    scheduled_publish_at: isPublished ? null : dice.maybe(0.2, updated + 31_536_000),
    scheduled_unpublish_at: null,
    tags: { type: 'tag.list', tags: dice.chance(0.2) ? tagsOf(workspace).slice(0, 2) : [] },
    ...(dice.chance(0.3) && {
      default_locale: 'en',
      translated_content: { type: 'article_translated_content', en: { type: 'article_content', ...content } },
    }),
  };
}
