import { adminSchema } from '../schemas/admin.ts';
import { list } from '../walks/list.ts';
import { adminColumns } from './columns.ts';
import { RecordStream } from './stream.ts';

/** The teammates of the workspace. */
export class Admins extends RecordStream {
  readonly name = 'admins';
  readonly schema = adminSchema;
  readonly walk = list({ name: 'admins', path: '/admins', recordsAt: 'admins', query: { display_avatar: true } });
  protected override readonly toRow = adminColumns;
}
