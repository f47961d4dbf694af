import { decimalIds, ids } from '../../generate/ids.ts';
import { isoOf, spreadTimes } from '../../generate/times.ts';
import { wholeNumber } from '../../http/paging.ts';
import { byTimeAndId } from '../../http/paging-by-key.ts';
import type { Row } from '../../json.ts';
import { listChanges } from '../../resource-kit/list-changes.ts';
import { generatedList } from '../../resource-kit/list-resource.ts';
import { newestFirst } from '../../resource-kit/newest-first.ts';
import type { Resource } from '../../resource-kit/resource.ts';

const macroIds = decimalIds(78_900);

const list = generatedList({
  name: 'macros',
  path: '/macros',
  scope: 'read_conversations',
  paging: byTimeAndId({ default: 50, max: 150 }, 'updated_at'),
  size: 260,
  row: (row, dice, workspace) => {
    const { created, updated } = spreadTimes(workspace, 'macros')(row);
    const sentence = dice.pick(workspace.words.sentences);
    const isForTeams = workspace.size('teams') > 0 && dice.chance(0.2);
    return {
      type: 'macro',
      id: macroIds.of(row),
      name: `${dice.pick(workspace.words.nouns)} ${row + 1}`,
      body: `<p>Hi <attribute key="user.name" default="there"/>, ${sentence}</p>`,
      body_text: `Hi {{user.name|fallback:"there"}}, ${sentence}`,
      created_at: isoOf(created),
      updated_at: isoOf(updated),
      visible_to: isForTeams ? 'specific_teams' : 'everyone',
      visible_to_team_ids: isForTeams ? [ids.team.of(dice.below(workspace.size('teams')))] : [],
      available_on: dice.pick([['inbox', 'messenger'], ['inbox']]),
    };
  },
  view: (rows, { query }) => {
    const since = query.get('updated_since');
    const after = since === '0' || since === null ? -1 : wholeNumber(since, 1, 'updated_since');
    return newestFirst(rows.filter((macro) => Date.parse(String(macro.updated_at)) > after * 1_000));
  },
});

const { touch, add, random } = listChanges(list, isoOf);

/** Saved replies, the latest change first; `updated_since` lets only what is later through. */
export const macros = {
  ...list,
  changes: (workspace) => ({
    touchMacro: (id: string, at?: number, patch?: Row) => touch(workspace, id, at, patch),
    /** Returns the new macro's id. */
    addMacro: (at?: number, patch?: Row) => add(workspace, at, patch),
  }),
  random: random('macros'),
} satisfies Resource;
