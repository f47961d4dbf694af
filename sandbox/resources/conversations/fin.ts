import type { Dice } from '../../generate/dice.ts';
import { ids } from '../../generate/ids.ts';
import type { Row } from '../../json.ts';
import type { Workspace } from '../../workspace.ts';

const resolutions = [
  ...(['assumed_resolution', 'assumed_resolution', 'confirmed_resolution'] as const),
  ...(['escalated', 'negative_feedback', 'procedure_handoff', null] as const),
] as const;

/** What Fin did; it took part in some conversations only, and gave an answer in most of these. */
export function fin(updated: number, dice: Dice, workspace: Workspace): Row {
  if (!dice.chance(0.4)) return { ai_agent_participated: false, ai_agent: null };
  const resolution = dice.pick<string | null>(resolutions);
  const isRated = resolution !== null && dice.chance(0.3);
  const sources = resolution === null ? [] : contentSources(dice, workspace);
  return {
    ai_agent_participated: true,
    ai_agent: {
      source_type: dice.pick(['workflow', 'profile']),
      source_title: dice.maybe(0.5, 'First line'),
      last_answer_type: resolution === null ? null : dice.pick(['ai_answer', 'ai_answer', 'custom_answer']),
      resolution_state: resolution,
      rating: isRated ? dice.between(1, 5) : null,
      rating_remark: null,
      created_at: isRated ? updated : null,
      updated_at: isRated ? updated : null,
      content_sources: { type: 'content_source.list', total_count: sources.length, content_sources: sources },
    },
  };
}

function contentSources(dice: Dice, workspace: Workspace): Row[] {
  const articles = dice.several(dice.below(3), workspace.size('articles')).map((article) => {
    const id = ids.article.of(article);
    return contentSource('article', id, `Article ${article + 1}`);
  });
  return dice.chance(0.2) ? [...articles, contentSource('content_snippet', '3234924', 'A snippet')] : articles;
}

function contentSource(type: string, id: string, title: string): Row {
  return { content_type: type, url: `/fin-ai-agent/content?content=${type}&id=${id}`, title, locale: 'en' };
}
