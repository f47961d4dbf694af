import type { Convert } from '../../rows/convert.ts';
import { callSchema } from '../../schemas/call.ts';
import { toSeconds } from '../../walks/walk.ts';
import { ListStream } from '../list-stream.ts';

export class Calls extends ListStream {
  readonly name = 'calls';
  readonly description = 'A phone call.';
  override readonly source = 'all phone calls each time, 25 of them a request; unchanged ones are left out afterwards';
  readonly schema = callSchema;
  readonly list = { path: '/calls', recordsAt: 'data', perPage: 25 };
  override readonly cursorField = 'updated_at';
  override readonly isBounded = true;
  override readonly conversions = {
    initiated_at: toUnixSeconds,
    answered_at: toUnixSeconds,
    ended_at: toUnixSeconds,
    created_at: toUnixSeconds,
    updated_at: toUnixSeconds,
  };
}

/** The API documents the times of a call as Unix seconds or ISO text. */
export function toUnixSeconds(time: unknown): ReturnType<Convert> {
  const seconds = toSeconds(time);
  return Number.isNaN(seconds) ? time : seconds;
}
