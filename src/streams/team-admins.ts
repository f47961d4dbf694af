import type { Body } from '../intercom/api.ts';
import { toText } from '../rows/convert.ts';
import type { Row } from '../rows/row.ts';
import { teamAdminSchema } from '../schemas/team-admin.ts';
import { ChildStream } from './child-stream.ts';
import { teams } from './teams.ts';

export class TeamAdmins extends ChildStream {
  readonly name = 'team_admins';
  readonly description = 'A teammate who is in a team, by id.';
  readonly source = 'with `teams`, without a call of its own';
  readonly schema = teamAdminSchema;
  readonly walk = teams;
  override readonly parent = { stream: 'teams', key: 'team_id' };
  override readonly primaryKey = ['team_id', 'admin_id'];
  override readonly isLink = true;

  rows(team: Body): readonly Row[] {
    const ids: readonly unknown[] = Array.isArray(team.admin_ids) ? team.admin_ids : [];
    return ids.map((id) => ({ admin_id: toText(id), ...this.parentColumns(team) }));
  }
}
