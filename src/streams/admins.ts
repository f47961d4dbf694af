import { toInteger } from '../rows/convert.ts';
import { adminSchema } from '../schemas/admin.ts';
import { ListStream } from './list-stream.ts';

export class Admins extends ListStream {
  readonly name = 'admins';
  readonly description = 'A teammate of the workspace.';
  readonly schema = adminSchema;
  readonly list = { path: '/admins', recordsAt: 'admins', query: { display_avatar: true } };
  override readonly conversions = { avatar: toAvatar, away_status_reason_id: toInteger };
}

/** The API sends the address alone. */
function toAvatar(avatar: unknown): unknown {
  return typeof avatar === 'string' ? { image_url: avatar } : avatar;
}
