import type { Dice } from '../generate/dice.ts';
import { ids } from '../generate/ids.ts';
import { generatedList } from '../resource-kit/list-resource.ts';
import { listParent, rowRoute } from '../resource-kit/parent.ts';
import type { Resource } from '../resource-kit/resource.ts';
import { childTable } from '../resource-kit/tables.ts';
import type { Workspace } from '../workspace.ts';

export const admins = generatedList({
  name: 'admins',
  path: '/admins',
  scope: 'read_admins',
  type: 'admin.list',
  key: 'admins',
  size: 12,
  row: (row, dice, workspace) => {
    const name = dice.pick(workspace.words.names);
    const teamIds = teamIdsOf(row, workspace.size('admins'), workspace.size('teams'));
    return {
      type: 'admin',
      id: ids.admin.of(row),
      name,
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
  },
});

export const adminsOf = admins.of;

const teamList = generatedList({
  name: 'teams',
  path: '/teams',
  scope: 'read_admins',
  type: 'team.list',
  key: 'teams',
  size: 5,
  row: (row, dice, workspace) => {
    const adminIds = adminIdsOf(row, workspace.size('admins'), workspace.size('teams'));
    return {
      type: 'team',
      id: ids.team.of(row),
      name: `${dice.pick(workspace.words.nouns)} team`,
      admin_ids: adminIds,
      admin_priority_level: { primary_admin_ids: adminIds.slice(0, 1), secondary_admin_ids: adminIds.slice(1) },
      assignment_limit: dice.maybe(0.4, 10),
      distribution_method: dice.maybe(0.5, 'round_robin'),
    };
  },
});

const parent = listParent('team_id', teamList.of, 'Team');

export const teams = {
  ...teamList,
  routes: [...teamList.routes, rowRoute('/teams/:id', 'read_admins', parent)],
  tables: {
    ...teamList.tables,
    team_admins: childTable(parent, (_workspace, team) =>
      Array.isArray(team.admin_ids) ? team.admin_ids.map((id: unknown) => ({ admin_id: id })) : [],
    ),
  },
} satisfies Resource;

/** The id of any admin; of one that doesn't exist where there are none. */
export function anyAdminId(dice: Dice, workspace: Workspace): string {
  return ids.admin.of(dice.below(Math.max(1, workspace.size('admins'))));
}

/** Each admin is in up to two teams; the last one is in none. */
function teamIdsOf(admin: number, adminCount: number, teamCount: number): number[] {
  if (teamCount === 0 || admin === adminCount - 1) return [];
  return [...new Set([admin % teamCount, (admin * 3 + 1) % teamCount])].map((team) => Number(ids.team.of(team)));
}

function adminIdsOf(team: number, adminCount: number, teamCount: number): number[] {
  const teamId = Number(ids.team.of(team));
  return Array.from({ length: adminCount }, (_, admin) => admin)
    .filter((admin) => teamIdsOf(admin, adminCount, teamCount).includes(teamId))
    .map((admin) => Number(ids.admin.of(admin)));
}
