import { decimalIds, ids } from '../../generate/ids.ts';
import { spreadTimes } from '../../generate/times.ts';
import { byPageNumber } from '../../http/paging.ts';
import { generatedList } from '../../resource-kit/list-resource.ts';

const scope = 'read_content';
const paging = byPageNumber({ default: 50, max: 50 });
const pageIds = decimalIds(1_019);

/** Websites that content is imported from; their ids are numbers. */
export const contentImportSources = generatedList({
  name: 'content_import_sources',
  path: '/ai/content_import_sources',
  scope,
  paging,
  size: 4,
  row: (row, dice, workspace) => {
    const { created, updated } = spreadTimes(workspace, 'content import sources')(row);
    return {
      id: Number(ids.importSource.of(row)),
      type: 'content_import_source',
      last_synced_at: updated,
      status: dice.pick(['active', 'active', 'deactivated']),
      url: `https://support.example.com/${row + 1}`,
      sync_behavior: dice.pick(['api', 'automatic', 'manual']),
      created_at: created,
      updated_at: updated,
      audience_ids: dice.maybe(0.5, []),
    };
  },
});

/** Pages imported from these. */
export const externalPages = generatedList({
  name: 'external_pages',
  path: '/ai/external_pages',
  scope,
  paging,
  size: 60,
  row: (row, dice, workspace) => {
    const { created, updated } = spreadTimes(workspace, 'external pages')(row);
    const source = dice.below(Math.max(1, workspace.size('content_import_sources')));
    const [isForAgent, isForCopilot] = [dice.chance(0.8), dice.chance(0.8)];
    return {
      id: pageIds.of(row),
      type: 'external_page',
      title: dice.pick(workspace.words.sentences),
      html: `<h1>Über uns</h1><p>${dice.pick(workspace.words.paragraphs)}</p>`,
      url: `https://support.example.com/${source + 1}/${row}`,
      ai_agent_availability: isForAgent,
      ai_copilot_availability: isForCopilot,
      ai_sales_agent_availability: isForAgent,
      fin_availability: isForAgent && isForCopilot,
      locale: 'en',
      source_id: Number(ids.importSource.of(source)),
      external_id: String(row),
      created_at: created,
      updated_at: updated,
      last_ingested_at: updated,
    };
  },
});
