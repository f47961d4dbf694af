import { teamSchema } from '../schemas/team.ts';
import { ListStream } from './list-stream.ts';

export class Teams extends ListStream {
  readonly name = 'teams';
  readonly description = 'A team that conversations are assigned to.';
  readonly schema = teamSchema;
  readonly list = { path: '/teams', recordsAt: 'teams' };
}
