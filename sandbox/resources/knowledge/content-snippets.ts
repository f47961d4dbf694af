import { decimalIds, ids } from '../../generate/ids.ts';
import { spreadTimes } from '../../generate/times.ts';
import { byPageNumberInBody } from '../../http/paging.ts';
import { generatedList } from '../../resource-kit/list-resource.ts';

const snippetIds = decimalIds(1_201);

/** What Fin is told beside articles; reading it takes the permission to write as well. */
export const contentSnippets = generatedList({
  name: 'content_snippets',
  path: '/content_snippets',
  scope: 'read_write_content_snippets',
  paging: byPageNumberInBody({ default: 50, max: 50 }),
  size: 25,
  row: (row, dice, workspace) => {
    const { created, updated } = spreadTimes(workspace, 'content snippets')(row);
    const [isForFin, isForCopilot] = [dice.chance(0.7), dice.chance(0.5)];
    const text = dice.pick(workspace.words.paragraphs);
    return {
      type: 'content_snippet',
      id: snippetIds.of(row),
      title: dice.maybe(0.9, dice.pick(workspace.words.sentences)),
      locale: dice.pick(['en', 'de']),
      json_blocks: [{ type: 'paragraph', text }],
      body_markdown: dice.maybe(0.95, `${text}\n`),
      chatbot_availability: Number(isForFin),
      copilot_availability: Number(isForCopilot),
      ai_chatbot_availability: isForFin,
      ai_copilot_availability: isForCopilot,
      ai_sales_agent_availability: false,
      created_at: created,
      updated_at: updated,
      audience_ids: dice.maybe(0.5, dice.chance(0.5) ? [] : [Number(ids.audience.of(row % 3))]),
    };
  },
});
