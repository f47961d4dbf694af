import { teamSchema } from '../schemas/team.ts';
import { list } from '../walks/list.ts';
import { withLists } from './missing-lists.ts';
import { RecordStream } from './stream.ts';

/** All teams, each with the ids of its teammates. */
export const teams = withLists(list({ name: 'teams', path: '/teams', recordsAt: 'teams' }), {
  noun: 'team',
  listsOf: { team_admins: ['admin_ids'] },
  request: (id) => ({ method: 'GET', path: `/teams/${id}` }),
});

export class Teams extends RecordStream {
  readonly name = 'teams';
  readonly description = 'A team that conversations are assigned to.';
  readonly source = 'one call';
  readonly schema = teamSchema;
  readonly walk = teams;
}
