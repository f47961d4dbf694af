import { decimalIds, ids } from '../../generate/ids.ts';
import { spreadTimes } from '../../generate/times.ts';
import { byCountedCursor } from '../../http/paging.ts';
import { generatedList } from '../../resource-kit/list-resource.ts';
import { anyAdminId } from '../teammates.ts';

const articleIds = decimalIds(7_300);

/** Articles for teammates only. */
export const internalArticles = generatedList({
  name: 'internal_articles',
  path: '/internal_articles',
  scope: 'read_articles_scope',
  paging: byCountedCursor({ default: 25, max: 50 }),
  size: 60,
  row: (row, dice, workspace) => {
    const { created, updated } = spreadTimes(workspace, 'internal articles')(row);
    return {
      type: 'internal_article',
      id: articleIds.of(row),
      title: dice.pick(workspace.words.sentences),
      body: dice.maybe(0.95, `<p>${dice.pick(workspace.words.paragraphs)}</p>`),
      body_markdown: dice.maybe(0.95, dice.pick(workspace.words.paragraphs)),
      owner_id: Number(anyAdminId(dice, workspace)),
      author_id: Number(anyAdminId(dice, workspace)),
      created_at: created,
      updated_at: updated,
      locale: 'en',
      audience_ids: dice.maybe(0.3, [Number(ids.audience.of(0))]),
      ai_chatbot_availability: dice.chance(0.5),
      ai_copilot_availability: dice.chance(0.5),
      ai_sales_agent_availability: false,
    };
  },
});
