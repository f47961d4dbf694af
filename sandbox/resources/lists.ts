import { Dice, seedOf } from '../generate/dice.ts';
import { ids } from '../generate/ids.ts';
import type { Words } from '../generate/words.ts';
import type { Row } from '../json.ts';

/** What every generator is given. */
export interface Ground {
  readonly seed: number;
  readonly words: Words;
  /** When the workspace was opened, Unix seconds. */
  readonly openedAt: number;
  readonly spanDays: number;
}

export function makeTags(ground: Ground, size: number): Row[] {
  return list(size, (row) => {
    const dice = new Dice(seedOf(ground.seed, 'tags'), row);
    return { type: 'tag', id: ids.tag.of(row), name: `${dice.pick(ground.words.nouns)} ${row + 1}` };
  });
}

export function makeAdmins(ground: Ground, size: number, teams: number): Row[] {
  return list(size, (row) => {
    const dice = new Dice(seedOf(ground.seed, 'admins'), row);
    const teamIds = teamsOf(row, size, teams);
    return {
      type: 'admin',
      id: ids.admin.of(row),
      name: dice.pick(ground.words.names),
      email: `teammate${row + 1}@example.com`,
      job_title: dice.maybe(0.7, 'Support specialist'),
      away_mode_enabled: dice.chance(0.1),
      away_mode_reassign: false,
      away_status_reason_id: null,
      has_inbox_seat: dice.chance(0.9),
      team_ids: teamIds,
      avatar: dice.maybe(0.6, `https://static.example.com/avatars/${row + 1}/128.png`),
      team_priority_level: { primary_team_ids: teamIds.slice(0, 1), secondary_team_ids: teamIds.slice(1) },
      role: dice.maybe(0.8, { type: 'role', id: '12', name: 'Agent' }),
    };
  });
}

export function makeTeams(ground: Ground, size: number, admins: number): Row[] {
  return list(size, (row) => {
    const dice = new Dice(seedOf(ground.seed, 'teams'), row);
    const members = list(admins, (admin) => admin).filter((admin) =>
      teamsOf(admin, admins, size).includes(Number(ids.team.of(row))),
    );
    const adminIds = members.map((admin) => Number(ids.admin.of(admin)));
    return {
      type: 'team',
      id: ids.team.of(row),
      name: `${dice.pick(ground.words.nouns)} team`,
      admin_ids: adminIds,
      admin_priority_level: { primary_admin_ids: adminIds.slice(0, 1), secondary_admin_ids: adminIds.slice(1) },
      assignment_limit: dice.maybe(0.4, 10),
      distribution_method: dice.maybe(0.5, 'round_robin'),
    };
  });
}

export function makeSegments(ground: Ground, size: number): Row[] {
  return list(size, (row) => {
    const dice = new Dice(seedOf(ground.seed, 'segments'), row);
    const created = Math.floor(ground.openedAt) - 3_600 - dice.below(ground.spanDays * 86_400);
    return {
      type: 'segment',
      id: ids.segment.of(row),
      name: `${dice.pick(ground.words.nouns)} segment ${row + 1}`,
      created_at: created,
      updated_at: created + dice.below(Math.floor(ground.openedAt) - 3_600 - created + 1),
      person_type: dice.chance(0.8) ? 'user' : 'contact',
    };
  });
}

/** Each admin is in up to two teams; the last one is in none. */
function teamsOf(admin: number, admins: number, teams: number): number[] {
  if (teams === 0 || admin === admins - 1) return [];
  return [...new Set([admin % teams, (admin * 3 + 1) % teams])].map((team) => Number(ids.team.of(team)));
}

function list<T>(size: number, make: (row: number) => T): T[] {
  return Array.from({ length: size }, (_, row) => make(row));
}
