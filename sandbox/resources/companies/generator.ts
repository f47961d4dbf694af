import { Dice, seedOf } from '../../generate/dice.ts';
import { ids } from '../../generate/ids.ts';
import { spreadTimes } from '../../generate/times.ts';
import type { Row } from '../../json.ts';
import { Collection } from '../../search/collection.ts';
import { customValues } from '../data-attributes.ts';
import type { Ground } from '../lists.ts';

/** What a company is made of besides its own facts. */
export interface CompanyLinks {
  /** Embedded in full; rows of the workspace's lists. */
  segments(rows: readonly number[]): Row[];
  tags(rows: readonly number[]): Row[];
  readonly segmentCount: number;
  readonly tagCount: number;
  author(dice: Dice): Row;
}

export function makeCompanies(ground: Ground, size: number, links: CompanyLinks): Collection {
  const seed = seedOf(ground.seed, 'companies');
  return new Collection({
    size,
    ids: ids.company,
    times: spreadTimes(ground.seed, 'companies', ground.openedAt, ground.spanDays),
    make: (row, created, updated) => {
      const dice = new Dice(seed, row);
      return {
        type: 'company',
        company_id: `customer-${row + 1}`,
        id: ids.company.of(row),
        app_id: 'sandbox1',
        name: dice.pick(ground.words.companies),
        remote_created_at: dice.maybe(0.8, created - 86_400),
        created_at: created,
        updated_at: updated,
        last_request_at: dice.maybe(0.6, Math.max(created, updated - dice.below(86_400))),
        monthly_spend: dice.chance(0.3) ? dice.below(100_000) / 100 : dice.below(1_000),
        session_count: dice.below(500),
        user_count: dice.between(1, 60),
        size: dice.maybe(0.5, dice.between(1, 20_000)),
        website: dice.maybe(0.5, `https://customer-${row + 1}.example.com`),
        industry: dice.maybe(0.6, dice.pick(ground.words.industries)),
        tags: { type: 'tag.list', tags: links.tags(dice.several(few(dice), links.tagCount)) },
        segments: { type: 'segment.list', segments: links.segments(dice.several(few(dice), links.segmentCount)) },
        notes: { type: 'note.list', notes: notes(row, created, dice, links, ground) },
        plan: dice.chance(0.6)
          ? {}
          : { type: 'plan', id: `${dice.between(1, 4)}`, name: dice.pick(['Free', 'Team', 'Größe L']) },
        custom_attributes: customValues(dice, ground.words, created),
      };
    },
  });
}

function few(dice: Dice): number {
  return dice.chance(0.05) ? dice.between(9, 14) : dice.below(4);
}

function notes(row: number, created: number, dice: Dice, links: CompanyLinks, ground: Ground): Row[] {
  const count = dice.chance(0.2) ? dice.between(1, 3) : 0;
  return Array.from({ length: count }, (_, note) => ({
    type: 'note',
    id: ids.note.of(8_000_000_000_000 + row * 4 + note),
    created_at: created + note,
    company: { type: 'company', id: ids.company.of(row) },
    author: links.author(dice),
    body: `<p>${dice.pick(ground.words.sentences)}</p>`,
  }));
}
