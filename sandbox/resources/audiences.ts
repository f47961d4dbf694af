import { ids } from '../generate/ids.ts';
import { spreadTimes } from '../generate/times.ts';
import { byPageNumberInBody } from '../http/paging.ts';
import { generatedList } from '../resource-kit/list-resource.ts';

/** Who content is for. */
export const audiences = generatedList({
  name: 'audiences',
  path: '/audiences',
  scope: 'read_users_companies',
  paging: byPageNumberInBody({ default: 50, max: 50 }),
  size: 12,
  row: (row, dice, workspace) => {
    const { created, updated } = spreadTimes(workspace, 'audiences')(row);
    return {
      type: 'audience',
      id: ids.audience.of(row),
      name: `${dice.pick(workspace.words.nouns)} audience`,
      predicates: dice.chance(0.8)
        ? [{ attribute: 'company.name', type: 'string', comparison: 'contains', value: 'Größe' }]
        : [],
      role_predicates: [{ attribute: 'role', type: 'role', comparison: 'eq', value: dice.pick(['user', 'lead']) }],
      created_at: created,
      updated_at: updated,
    };
  },
});
