import type { Dice } from '../../generate/dice.ts';
import { ids } from '../../generate/ids.ts';
import { spreadTimes } from '../../generate/times.ts';
import type { Row } from '../../json.ts';
import { Collection } from '../../search/collection.ts';
import { perWorkspace, type Workspace } from '../../workspace.ts';
import { customValues } from '../custom-values.ts';
import { segmentsOf } from '../segments.ts';
import { tagsOf } from '../tags.ts';

/** Companies with their tags, segments and notes whole. */
export const companiesOf = perWorkspace((workspace) => {
  const { words } = workspace;
  const diceOf = workspace.dice('companies');
  return new Collection({
    size: workspace.size('companies'),
    ids: ids.company,
    times: spreadTimes(workspace, 'companies'),
    make: (row, created, updated) => {
      const dice = diceOf(row);
      return {
        type: 'company',
        company_id: `customer-${row + 1}`,
        id: ids.company.of(row),
        app_id: 'sandbox1',
        name: dice.pick(words.companies),
        remote_created_at: dice.maybe(0.8, created - 86_400),
        created_at: created,
        updated_at: updated,
        last_request_at: dice.maybe(0.6, Math.max(created, updated - dice.below(86_400))),
        monthly_spend: dice.chance(0.3) ? dice.below(100_000) / 100 : dice.below(1_000),
        session_count: dice.below(500),
        user_count: dice.between(1, 60),
        size: dice.maybe(0.5, dice.between(1, 20_000)),
        website: dice.maybe(0.5, `https://customer-${row + 1}.example.com`),
        industry: dice.maybe(0.6, dice.pick(words.industries)),
        tags: { type: 'tag.list', tags: some(tagsOf(workspace), workspace.size('tags'), dice) },
        segments: { type: 'segment.list', segments: some(segmentsOf(workspace), workspace.size('segments'), dice) },
        notes: { type: 'note.list', notes: notes(row, created, dice, workspace) },
        plan: dice.chance(0.6)
          ? {}
          : { type: 'plan', id: `${dice.between(1, 4)}`, name: dice.pick(['Free', 'Team', 'Größe L']) },
        custom_attributes: customValues(dice, words, created),
      };
    },
  });
});

/** A few of the first `count` rows, in their own order; more than eight now and then. */
function some(rows: readonly Row[], count: number, dice: Dice): Row[] {
  const chosen = dice.several(dice.chance(0.05) ? dice.between(9, 14) : dice.below(4), count);
  return rows.filter((_, row) => chosen.includes(row));
}

function notes(row: number, created: number, dice: Dice, workspace: Workspace): Row[] {
  const count = dice.chance(0.2) ? dice.between(1, 3) : 0;
  return Array.from({ length: count }, (_, note) => ({
    type: 'note',
    id: ids.note.of(8_000_000_000_000 + row * 4 + note),
    created_at: created + note,
    company: { type: 'company', id: ids.company.of(row) },
    author: { type: 'admin', id: ids.admin.of(dice.below(Math.max(1, workspace.size('admins')))) },
    body: `<p>${dice.pick(workspace.words.sentences)}</p>`,
  }));
}
