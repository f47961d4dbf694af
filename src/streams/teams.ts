import { teamSchema } from '../schemas/team.ts';
import { list } from '../walks/list.ts';
import { RecordStream } from './stream.ts';

/** The teams that conversations are assigned to. */
export class Teams extends RecordStream {
  readonly name = 'teams';
  readonly schema = teamSchema;
  readonly walk = list({ name: 'teams', path: '/teams', recordsAt: 'teams' });
}
